using System.Management.Automation;
using System.Text;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Cmdlets.Vrrp;

[Collection(ModuleStateCollection.Name)]
public sealed class StartVrrpInstanceTests : IDisposable
{
    private readonly VrrpSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void What_is_not_given_has_the_default_of_the_options()
    {
        var status = Assert.IsType<VrrpInstanceStatus>(Assert.Single(_session.Run("Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10/24")));
        Assert.Equal(EngineKind.Session, status.Engine);
        VrrpInstanceOptions declared = _session.Engine.Options("web");
        var expected = new VrrpInstanceOptions { Name = "web", Interface = "eth0", VirtualRouterId = 51 };
        Assert.Equal(["192.0.2.10/24"], declared.VirtualAddresses.Select(address => address.ToString()));
        // Records compare lists by reference: the lists that must be empty are looked at one by one.
        Assert.Empty(declared.UnicastPeers);
        Assert.Empty(declared.VirtualRoutes);
        Assert.Empty(declared.VirtualRules);
        Assert.Empty(declared.Tracks);
        Assert.Equal(expected, declared with
        {
            VirtualAddresses = expected.VirtualAddresses,
            UnicastPeers = expected.UnicastPeers,
            VirtualRoutes = expected.VirtualRoutes,
            VirtualRules = expected.VirtualRules,
            Tracks = expected.Tracks,
        });
    }

    [Fact]
    public void Every_scalar_option_has_its_parameter()
    {
        _session.Run("""
            Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10/24 -Priority 150 -Version 3 -AdvertisementInterval 0.25 `
                -PreemptDelay 30s -StartupDelay 2 -SourceAddress 198.51.100.1 -TrackSourceAddress -UnicastPeer 198.51.100.2 -UnicastTimeToLive 64 `
                -ChecksumWithoutPseudoHeader -StrictAddressList -NoAccept -UseVirtualMac -VirtualMacInterface vmac0 -TransmitFromParent `
                -IgnoreInterfaceState -LowerPriorityNoAdvert -HigherPrioritySendAdvert -DownTimerAdverts 5 -NetworkNamespace blue `
                -GratuitousArpDelay 1 -GratuitousArpRepeat 2 -GratuitousArpRefresh 1m -GratuitousArpRefreshRepeat 3 -LowerPriorityArpDelay 4 `
                -LowerPriorityArpRepeat 0 -GratuitousArpInterval 10ms -NeighbourAdvertisementInterval 20ms
            """);
        VrrpInstanceOptions options = _session.Engine.Options("web");
        Assert.Equal((150, VrrpVersion.V3, TimeSpan.FromSeconds(0.25)), ((int)options.Priority, options.Version, options.AdvertisementInterval));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2)), (options.PreemptDelay, options.StartupDelay));
        Assert.Equal(("198.51.100.1", true, "198.51.100.2", 64), (options.SourceAddress!.ToString(), options.TrackSourceAddress, options.UnicastPeers[0].Address.ToString(), (int)options.UnicastTimeToLive));
        Assert.Equal((false, true, false), (options.ChecksumWithPseudoHeader, options.StrictAddressList, options.AcceptMode));
        Assert.Equal(new VirtualMacOptions { InterfaceName = "vmac0", TransmitFromParent = true }, options.VirtualMac);
        Assert.Equal((true, true, true, 5, "blue"), (options.IgnoreInterfaceState, options.LowerPriorityNoAdvert, options.HigherPrioritySendAdvert, options.DownTimerAdverts, options.NetworkNamespace));
        Assert.Equal(
            new GratuitousArpOptions
            {
                Delay = TimeSpan.FromSeconds(1),
                Repeat = 2,
                Refresh = TimeSpan.FromMinutes(1),
                RefreshRepeat = 3,
                LowerPriorityDelay = TimeSpan.FromSeconds(4),
                LowerPriorityRepeat = 0,
                ArpInterval = TimeSpan.FromMilliseconds(10),
                NeighbourAdvertisementInterval = TimeSpan.FromMilliseconds(20),
            },
            options.GratuitousArp);
    }

    [Fact]
    public void Keepalived_words_are_aliases()
    {
        _session.Run("""
            Start-VrrpInstance web eth0 -virtual_router_id 51 -virtual_ipaddress '192.0.2.10/24 dev eth1 label eth1:1', 192.0.2.11 -virtual_ipaddress_excluded 2001:db8::10/64 `
                -advert_int 2 -state MASTER -garp_master_delay 1 -virtual_routes 'default via 192.0.2.1' -virtual_rules 'from 192.0.2.0/24 table 100' `
                -notify_master /usr/local/bin/up, --now -auth_type PASS -auth_pass secret
            """);
        VrrpInstanceOptions options = _session.Engine.Options("web");
        Assert.Equal(["192.0.2.10/24", "192.0.2.11/32", "2001:db8::10/64"], options.VirtualAddresses.Select(address => address.ToString()));
        Assert.Equal([false, false, true], options.VirtualAddresses.Select(address => address.IsExcluded));
        Assert.Equal(("eth1", "eth1:1"), (options.VirtualAddresses[0].Interface, options.VirtualAddresses[0].Label));
        Assert.Equal((VrrpInitialState.Master, TimeSpan.FromSeconds(2)), (options.InitialState, options.AdvertisementInterval));
        Assert.Equal(("192.0.2.1", 100u), (options.VirtualRoutes[0].Gateway!.ToString(), options.VirtualRules[0].Table));
        Assert.Equal(("/usr/local/bin/up", "--now"), (options.Hooks.Master!.Program, Assert.Single(options.Hooks.Master.Arguments)));
        Assert.Equal((VrrpAuthenticationMethod.Password, "secret"), (options.Authentication.Method, Encoding.UTF8.GetString(options.Authentication.Secret.Span)));
    }

    [Fact]
    public void A_master_gives_way_silently_unless_it_is_told_to_have_the_last_word()
    {
        _session.Run("""
            Start-VrrpInstance usual eth0 51 -VirtualIp 192.0.2.10/24
            Start-VrrpInstance loud eth0 52 -VirtualIp 192.0.2.11/24 -HigherPrioritySendAdvert
            """);
        Assert.Equal((false, true), (_session.Engine.Options("usual").HigherPrioritySendAdvert, _session.Engine.Options("loud").HigherPrioritySendAdvert));
    }

    [Fact]
    public void A_secret_may_be_a_secure_string_and_never_shows()
    {
        object[] output = _session.Run("""
            $secret = [securestring]::new(); foreach ($c in 'top-secret'.ToCharArray()) { $secret.AppendChar($c) }
            $status = Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10/24 -Authentication $secret -AuthenticationType AH
            "$($status.Options)"
            """);
        VrrpAuthentication authentication = _session.Engine.Options("web").Authentication;
        Assert.Equal((VrrpAuthenticationMethod.AuthenticationHeader, "top-secret"), (authentication.Method, Encoding.UTF8.GetString(authentication.Secret.Span)));
        Assert.DoesNotContain("top-secret", (string)output[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Hmac_keys_have_ids_and_the_lowest_one_signs_unless_said()
    {
        string first = new('a', 64);
        string second = new('b', 64);
        _session.Run($"Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10/24 -HmacKey @{{ 7 = '{second}'; 3 = '{first}' }} -HmacMode Permissive -AntiReplay Monotonic");
        VrrpAuthentication authentication = _session.Engine.Options("web").Authentication;
        Assert.Equal((VrrpAuthenticationMethod.Hmac, 3, HmacMode.Permissive, AntiReplay.Monotonic), (authentication.Method, (int)authentication.ActiveKeyId, authentication.HmacMode, authentication.AntiReplay));
        Assert.Equal([3, 7], authentication.Keys.Keys.Order().Select(id => (int)id));

        _session.Run("Set-VrrpInstance web -ActiveHmacKey 7");
        Assert.Equal(7, _session.Engine.Options("web").Authentication.ActiveKeyId);

        ErrorRecord bad = _session.Fail("Start-VrrpInstance x eth0 52 -VirtualIp 192.0.2.11 -HmacKey 'not-hexadecimal'");
        Assert.DoesNotContain("not-hexadecimal", bad.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TrackNginx_is_one_parameter()
    {
        _session.Run("Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10 -TrackNginx");
        var process = Assert.IsType<ProcessTrackOptions>(Assert.Single(_session.Engine.Options("web").Tracks));
        Assert.Equal(("nginx", 0, null), (process.ProcessName, process.Weight, process.PidFile));

        _session.Run("Set-VrrpInstance web -NginxPidFile /run/nginx-blue.pid -NginxHealthUri http://127.0.0.1/health -NginxWeight -30");
        IReadOnlyList<TrackOptions> tracks = _session.Engine.Options("web").Tracks;
        Assert.Equal(["nginx", "nginx health"], tracks.Select(track => track.Name));
        Assert.All(tracks, track => Assert.Equal(-30, track.Weight));
        Assert.Equal(("/run/nginx-blue.pid", null), (((ProcessTrackOptions)tracks[0]).PidFile, ((ProcessTrackOptions)tracks[0]).ProcessName));

        _session.Run("Set-VrrpInstance web -TrackNginx:$false");
        Assert.Empty(_session.Engine.Options("web").Tracks);
    }

    [Fact]
    public void Options_objects_come_by_the_pipeline_and_parameters_override_them()
    {
        _session.Run("""
            Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10 -Priority 150 | Stop-VrrpInstance -PassThru | Start-VrrpInstance -Priority 90 -NetworkNamespace blue
            """);
        VrrpInstanceOptions options = _session.Engine.Options("web");
        Assert.Equal((90, 51, "blue"), ((int)options.Priority, (int)options.VirtualRouterId, options.NetworkNamespace));

        ErrorRecord error = _session.Fail("'text' | Start-VrrpInstance");
        Assert.Equal(("InvalidInputObject,NginxHa.Cmdlets.Commands.Vrrp.StartVrrpInstanceCommand", ErrorCategory.InvalidType), (error.FullyQualifiedErrorId, error.CategoryInfo.Category));
    }

    [Fact]
    public void WhatIf_starts_nothing()
    {
        Assert.Empty(_session.Run("Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10 -WhatIf"));
        Assert.False(_session.Engine.Has("web"));
    }

    [Theory]
    [InlineData("-Priority 0", "ParameterArgumentValidationError", ErrorCategory.InvalidData)]
    [InlineData("-VirtualIp 192.0.2.300", "ParameterArgumentTransformationError", ErrorCategory.InvalidData)]
    [InlineData("-SourceAddress 10", "ParameterArgumentTransformationError", ErrorCategory.InvalidData)]
    [InlineData("-AdvertisementInterval 0.1", "InvalidVrrpOptions", ErrorCategory.InvalidArgument)]
    [InlineData("-AuthenticationType AH", "InvalidCombination", ErrorCategory.InvalidArgument)]
    [InlineData("-HmacMode Permissive", "InvalidCombination", ErrorCategory.InvalidArgument)]
    [InlineData("-Authentication x -HmacKey aa", "InvalidCombination", ErrorCategory.InvalidArgument)]
    [InlineData("-Engine Agent", "AgentUnavailable", ErrorCategory.ConnectionError)]
    public void Bad_options_have_stable_errors(string parameters, string id, ErrorCategory category)
    {
        string ip = parameters.Contains("-VirtualIp", StringComparison.Ordinal) ? string.Empty : "-VirtualIp 192.0.2.10";
        ErrorRecord error = _session.Fail($"Start-VrrpInstance web eth0 51 {ip} {parameters}");
        Assert.Equal(($"{id},NginxHa.Cmdlets.Commands.Vrrp.StartVrrpInstanceCommand", category), (error.FullyQualifiedErrorId, error.CategoryInfo.Category));
        Assert.False(_session.Engine.Has("web"));
    }

    [Fact]
    public void Problems_are_told_in_the_words_of_the_command_line()
    {
        ErrorRecord error = _session.Fail("Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10 -AdvertisementInterval 0.1 -GratuitousArpInterval 2 -NoPreempt -InitialState Master");
        Assert.Contains("-AdvertisementInterval: '0.1 s'", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("-GratuitousArpInterval: '2 s'", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("-NoPreempt:", error.Exception.Message, StringComparison.Ordinal);
        Assert.IsType<VrrpInstanceOptions>(error.TargetObject);
    }

    [Theory]
    [InlineData(VrrpEngineError.NameInUse, "InstanceNameInUse", ErrorCategory.ResourceExists)]
    [InlineData(VrrpEngineError.VirtualRouterIdInUse, "VirtualRouterIdInUse", ErrorCategory.ResourceExists)]
    [InlineData(VrrpEngineError.InterfaceNotFound, "InterfaceNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData(VrrpEngineError.NetworkNamespaceNotFound, "NetworkNamespaceNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData(VrrpEngineError.NotPermitted, "PermissionDenied", ErrorCategory.PermissionDenied)]
    [InlineData(VrrpEngineError.InvalidOptions, "EngineRefusedOptions", ErrorCategory.InvalidArgument)]
    [InlineData(VrrpEngineError.SystemError, "EngineSystemError", ErrorCategory.DeviceError)]
    public void What_the_engine_refuses_has_a_stable_error(VrrpEngineError refusal, string id, ErrorCategory category)
    {
        _session.Engine.Refusal = new VrrpEngineException(refusal, "the engine's words");
        ErrorRecord error = _session.Fail("Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10 -OnMaster { }");
        Assert.Equal(($"{id},NginxHa.Cmdlets.Commands.Vrrp.StartVrrpInstanceCommand", category), (error.FullyQualifiedErrorId, error.CategoryInfo.Category));
        Assert.Equal("the engine's words", error.Exception.Message);
    }
}
