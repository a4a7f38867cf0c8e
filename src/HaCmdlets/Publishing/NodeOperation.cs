namespace NginxHa.Cmdlets.Publishing;

/// <summary>What a node is asked.</summary>
internal enum NodeOperation
{
    /// <summary>What of it is another than the document says.</summary>
    Compare,

    /// <summary>To become what the document says.</summary>
    Apply,
}
