using NginxHa.Agent.Scheduling;

namespace NginxHa.Tests.Unit.Agent;

public sealed class StartupMemoryTests
{
    [Fact]
    public void Only_unchanged_pages_of_files_are_given_back()
    {
        string[] lines =
        [
            .. Mapping("559a00000000-559a00010000 r--p 00000000 08:01 42 /usr/bin/nginxha-agent", anonymous: 0),
            .. Mapping("559a00010000-559a00090000 r-xp 00010000 08:01 42 /usr/bin/nginxha-agent", anonymous: 0),
            .. Mapping("559a00090000-559a000a0000 r--p 00090000 08:01 42 /usr/bin/nginxha-agent", anonymous: 64), // relocated
            .. Mapping("559a000a0000-559a000b0000 rw-p 000a0000 08:01 42 /usr/bin/nginxha-agent", anonymous: 0),
            .. Mapping("7f0000000000-7f0000010000 rw-p 00000000 00:00 0 ", anonymous: 0),
            .. Mapping("7f0000010000-7f0000020000 r--p 00000000 00:00 0 ", anonymous: 0),
            .. Mapping("7f0000020000-7f0000030000 r-xp 00000000 00:00 0 [vdso]", anonymous: 0),
            .. Mapping("7f0000030000-7f0000040000 r--s 00000000 08:01 43 /usr/lib/locale/C.utf8", anonymous: 0),
            .. Mapping("7f0000040000-7f0000050000 r-xp 00000000 08:01 44 /usr/lib/x86_64-linux-gnu/a name with spaces.so", anonymous: 0),
        ];

        Assert.Equal(
            [(0x559a00000000UL, 0x559a00010000UL), (0x559a00010000UL, 0x559a00090000UL), (0x7f0000040000UL, 0x7f0000050000UL)],
            StartupMemory.FindFilePages(lines));
    }

    [Fact]
    public void A_process_goes_on_after_giving_back_what_it_can()
    {
        int[] kept = [.. Enumerable.Range(0, 1000)];
        StartupMemory.CompactHeap();
        StartupMemory.UnmapFiles();
        Assert.Equal(499_500, kept.Sum());
    }

    private static string[] Mapping(string head, int anonymous) =>
    [
        head,
        "Size:                 64 kB",
        "Rss:                  64 kB",
        $"Anonymous:            {(anonymous == 0 ? "   0" : $"{anonymous,4}")} kB",
        "VmFlags: rd mr mw me sd",
    ];
}
