namespace NginxHa.Nginx.Configuration;

/// <summary>Lines that take the place of others; starts are from 0, ends are exclusive.</summary>
internal readonly record struct LineChange(int OldStart, int OldEnd, int NewStart, int NewEnd);
