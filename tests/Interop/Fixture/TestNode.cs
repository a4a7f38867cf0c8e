namespace NginxHa.Tests.Interop.Fixture;

/// <summary>A node of a <see cref="TestNetwork"/>: a network namespace with <c>eth0</c>.</summary>
public sealed class TestNode
{
    internal TestNode(TestNetwork network, string name, string networkNamespace)
    {
        Network = network;
        Name = name;
        Namespace = networkNamespace;
    }

    /// <summary>Network it is a part of.</summary>
    public TestNetwork Network { get; }

    /// <summary>Short name, also that of its port on the switch.</summary>
    public string Name { get; }

    /// <summary>Name of its network namespace.</summary>
    public string Namespace { get; }

    /// <summary>Runs a program inside and waits for it; an exit code other than 0 is an error.</summary>
    public CommandResult Run(string program, params IEnumerable<string> arguments) =>
        Command.Run("ip", Inside(program, arguments));

    /// <summary>Starts a program inside; the network kills it when it goes, at the latest.</summary>
    public BackgroundProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        Network.Own(new BackgroundProcess("ip", Inside(program, arguments), environment));

    /// <summary>Runs <c>ip</c> commands inside, such as <c>link set eth0 down</c>.</summary>
    public void Ip(params IEnumerable<string> commands) => TestNetwork.Ip(Namespace, commands);

    /// <summary>Writes a file under /proc/sys/net of this namespace.</summary>
    public void WriteSetting(string path, string value) => NamespaceThread.Run(Namespace, () => File.WriteAllText(path, value));

    /// <summary>Reads a file under /proc/sys/net of this namespace.</summary>
    public string ReadSetting(string path) => NamespaceThread.Run(Namespace, () => File.ReadAllText(path).Trim());

    /// <summary>The address is on one of its interfaces now.</summary>
    public bool Owns(string address) => AddressLines(address).Count > 0;

    /// <summary>The lines of <c>ip -o address</c> that name an address: <c>2: eth0 inet 10.0.0.9/24 scope global eth0:1 ...</c>.</summary>
    public IReadOnlyList<string> AddressLines(string address) =>
        [.. Command.Run("ip", "-o", "-n", Namespace, "address", "show").Lines
            .Where(line => line.Contains(" " + address + "/", StringComparison.OrdinalIgnoreCase))];

    private IEnumerable<string> Inside(string program, IEnumerable<string> arguments) =>
        ["netns", "exec", Namespace, Machine.PathOf(program), .. arguments];
}
