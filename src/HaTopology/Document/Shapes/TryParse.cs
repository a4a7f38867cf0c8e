namespace NginxHa.Topology.Document.Shapes;

/// <summary>Turns a text into a value, or says that it is none.</summary>
internal delegate bool TryParse<T>(string text, out T value);
