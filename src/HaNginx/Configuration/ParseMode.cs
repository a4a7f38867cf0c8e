namespace NginxHa.Nginx.Configuration;

/// <summary>What the reader does at the first thing that nginx would refuse.</summary>
public enum ParseMode
{
    /// <summary>Stop and throw <see cref="ConfigurationException"/>, as nginx does.</summary>
    Strict,

    /// <summary>Note it in <see cref="ConfigurationFile.Diagnostics"/>, recover and go on to the end of the file.</summary>
    Tolerant,
}
