using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>A program to run, and who it is run for.</summary>
/// <param name="Owner">Instance or group; programs of one owner run one after the other.</param>
/// <param name="Hook">The program.</param>
/// <param name="Arguments">What is appended to its arguments.</param>
/// <param name="State">State of the owner, for the event if the program fails.</param>
/// <param name="Priority">Priority of the owner, for the same.</param>
internal sealed record HookRequest(string Owner, VrrpHook Hook, IReadOnlyList<string> Arguments, VrrpState State, byte Priority);
