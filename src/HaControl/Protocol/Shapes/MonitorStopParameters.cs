namespace NginxHa.Control.Protocol;

/// <summary>A monitor to stop.</summary>
internal sealed record MonitorStopParameters(string Name, bool KeepMarks);
