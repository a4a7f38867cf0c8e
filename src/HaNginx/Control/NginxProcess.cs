namespace NginxHa.Nginx.Control;

/// <summary>A process of nginx.</summary>
/// <param name="Id">Process id.</param>
/// <param name="ParentId">Process id of its parent; 0 when not known.</param>
/// <param name="Role">What it does.</param>
/// <param name="Title">What the process list shows for it.</param>
public sealed record NginxProcess(int Id, int ParentId, NginxProcessRole Role, string Title)
{
    /// <summary>For a master: the main file named on its command line; null when none is, or when that is not known.</summary>
    public string? ConfigurationPath => Argument("-c");

    /// <summary>For a master: the prefix named on its command line; null when none is, or when that is not known.</summary>
    public string? Prefix => Argument("-p");

    private string? Argument(string name)
    {
        string[] words = Title.Split(' ');
        int index = Array.IndexOf(words, name);
        return Role == NginxProcessRole.Master && index >= 0 && index + 1 < words.Length ? words[index + 1] : null;
    }
}
