namespace NginxHa.Installation.Prerequisites;

/// <summary>A chain of nftables through which packets come in and which does not let VRRP through.</summary>
/// <param name="Family">inet, ip or ip6.</param>
/// <param name="Table">Its table.</param>
/// <param name="Chain">Its name.</param>
public sealed record BlockingChain(string Family, string Table, string Chain);
