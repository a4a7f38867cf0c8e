namespace NginxHa.Cmdlets.Resources;

/// <summary>The logic behind a DSC resource class of the same name.</summary>
internal abstract class DesiredResource
{
    /// <summary>Properties that tell one thing from another.</summary>
    public abstract IReadOnlyList<string> Keys { get; }

    /// <summary>Properties that say where it is and how it is made, rather than how it is.</summary>
    public virtual IReadOnlyList<string> Settings => [];

    /// <summary>The thing as it is, held against the declaration. Absent is an answer, not an error.</summary>
    public abstract Task<ResourceState> GetAsync(ResourceInput input, ResourceContext context);

    /// <summary>Makes it as declared; called only when something differs.</summary>
    public abstract Task SetAsync(ResourceInput input, ResourceContext context);

    /// <summary>Everything of this kind that is on the machine.</summary>
    public abstract Task<IReadOnlyList<ResourceState>> ExportAsync(ResourceContext context);
}
