# The stage of the examples: a network in a box. Two nodes, a client and the switch between them are network namespaces of this
# machine, so nothing here touches a real network, and everything is gone when the example ends.
#
# An example dot-sources this file, calls Start-Lab, plays its story and calls Stop-Lab in a finally block.

$script:Addresses = [ordered]@{ a = '10.99.0.1'; b = '10.99.0.2'; client = '10.99.0.9' }
$script:IsTerminal = -not [Console]::IsOutputRedirected -and -not $env:NO_COLOR

# --- What the examples say -------------------------------------------------------------------------------------------------------

function Add-Colour([string] $Text, [string] $Code) {
    if ($IsTerminal) { "`e[${Code}m$Text`e[0m" } else { $Text }
}

function Write-Line([string] $Text = '') {
    $Host.UI.WriteLine($Text)
}

function Write-Step([string] $Title, [string] $Explanation) {
    Write-Line
    Write-Line (Add-Colour "== $Title" '1')
    Write-Line $Explanation
}

# --- Programs --------------------------------------------------------------------------------------------------------------------

function Test-Program([string] $Name) {
    $null -ne (Get-Command -Name $Name -CommandType Application -ErrorAction Ignore)
}

function Invoke-Program([string] $Name, [string[]] $Arguments) {
    $output = & $Name @Arguments 2>&1
    if ($LASTEXITCODE -ne 0) {
        throw "'$Name $Arguments' failed with exit code ${LASTEXITCODE}: $output"
    }

    $output
}

function Start-Program([string] $Node, [string] $Name, [string[]] $Arguments) {
    $start = [Diagnostics.ProcessStartInfo]::new('ip')
    foreach ($argument in @('netns', 'exec', $Lab.Namespaces[$Node], $Name) + $Arguments) {
        $start.ArgumentList.Add($argument)
    }

    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    $process.BeginOutputReadLine()
    $process.BeginErrorReadLine()
    $Lab.Processes.Add($process)
    $process
}

# --- Rights ----------------------------------------------------------------------------------------------------------------------

# Network namespaces need root. Who is not root gets a user namespace in which he is, where the system allows it, and the script runs
# once more inside. The answer is the exit code to end with, or nothing when the script may simply go on.
function Enter-Lab([string] $Script, [Collections.IDictionary] $Parameters) {
    if (-not $IsLinux) {
        $Host.UI.WriteErrorLine('The examples build their network from Linux namespaces: run them on Linux, in WSL 2 or in a privileged container.')
        return 1
    }

    $env:PATH += ':/usr/sbin:/sbin'
    if ($env:NGINXHA_LAB -eq 'user-namespace') {
        $null = Invoke-Program mount -Arguments '-t', 'tmpfs', 'tmpfs', '/run'    # Ours alone: "ip netns" keeps its names there.
        $env:NGINXHA_LAB = $null
        return
    }

    if ([Environment]::IsPrivilegedProcess) {
        return
    }

    $unshare = '--user', '--map-root-user', '--mount', '--net'
    if (-not (Test-Program unshare) -or -not (Test-Program ip) -or $(& unshare @unshare true 2>&1; $LASTEXITCODE -ne 0)) {
        $Host.UI.WriteErrorLine('The example needs root: it makes network namespaces, and this system gives others none. Run it with sudo:')
        $Host.UI.WriteErrorLine("    sudo dotnet run --project src/HaShell -- -File $([IO.Path]::GetRelativePath([Environment]::CurrentDirectory, $Script))")
        return 1
    }

    Write-Line 'Not root: running in a user namespace of my own.'
    $words = @(
        foreach ($parameter in $Parameters.GetEnumerator()) {
            if ($parameter.Value -isnot [switch]) { "-$($parameter.Key)"; "$($parameter.Value)" }
            elseif ($parameter.Value) { "-$($parameter.Key)" }
        }
    )
    $env:NGINXHA_LAB = 'user-namespace'
    try {
        & unshare @unshare ([Environment]::ProcessPath) -File $Script @words | Out-Host
        $LASTEXITCODE
    }
    finally {
        $env:NGINXHA_LAB = $null
    }
}

# --- Network ---------------------------------------------------------------------------------------------------------------------

function Start-Lab {
    if (-not (Test-Program ip)) {
        Write-Line 'Installing iproute2 (the ip command) with apt-get ...'
        & apt-get install --yes --quiet --no-install-recommends iproute2 *> $null
        if ($LASTEXITCODE -ne 0) {
            $null = Invoke-Program apt-get -Arguments 'update', '--quiet'
            $null = Invoke-Program apt-get -Arguments 'install', '--yes', '--quiet', '--no-install-recommends', 'iproute2'
        }
    }

    Remove-DeadLab
    $prefix = "nha-$PID-"
    $script:Lab = @{
        Namespaces = @{ switch = "${prefix}switch"; a = "${prefix}a"; b = "${prefix}b"; client = "${prefix}client" }
        OffTheNet  = [Collections.Generic.HashSet[string]]::new()
        WebServers = @{}
        Processes  = [Collections.Generic.List[Diagnostics.Process]]::new()
        Folder     = [IO.Directory]::CreateTempSubdirectory("nha-lab-$PID-").FullName
    }

    $switch = $Lab.Namespaces.switch
    Invoke-Program ip -Arguments 'netns', 'add', $switch
    Invoke-Program ip -Arguments '-n', $switch, 'link', 'add', 'br0', 'type', 'bridge', 'stp_state', '0', 'forward_delay', '0', 'mcast_snooping', '0'
    Invoke-Program ip -Arguments '-n', $switch, 'link', 'set', 'br0', 'up'
    foreach ($node in $Addresses.Keys) {
        $namespace = $Lab.Namespaces[$node]
        Invoke-Program ip -Arguments 'netns', 'add', $namespace
        Invoke-Program ip -Arguments '-n', $namespace, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', $node, 'netns', $switch
        Invoke-Program ip -Arguments '-n', $namespace, 'link', 'set', 'lo', 'up'
        Invoke-Program ip -Arguments '-n', $namespace, 'link', 'set', 'eth0', 'up'
        Invoke-Program ip -Arguments '-n', $namespace, 'address', 'add', "$($Addresses[$node])/24", 'dev', 'eth0'
        Invoke-Program ip -Arguments '-n', $switch, 'link', 'set', 'dev', $node, 'master', 'br0', 'up'
    }
}

# Pulls a node's cable out of the switch.
function Disconnect-Node([string] $Node) {
    Invoke-Program ip -Arguments '-n', $Lab.Namespaces.switch, 'link', 'set', 'dev', $Node, 'down'
    $null = $Lab.OffTheNet.Add($Node)
}

# Plugs it in again.
function Connect-Node([string] $Node) {
    Invoke-Program ip -Arguments '-n', $Lab.Namespaces.switch, 'link', 'set', 'dev', $Node, 'up'
    $null = $Lab.OffTheNet.Remove($Node)
}

# The nodes on the switch that have an address now. One that died without its cable may have it still: nobody can ask it.
function Get-Owner([string] $Address) {
    foreach ($node in 'a', 'b') {
        if (-not $Lab.OffTheNet.Contains($node) -and "$(Invoke-Program ip -Arguments '-n', $Lab.Namespaces[$node], '-o', 'address', 'show', 'to', "$Address/32")") { $node }
    }
}

# Waits until a node, and no other, has an address. Wait-VrrpInstance is for instances of ours; this sees a keepalived too.
function Wait-Owner([string] $Address, [string] $Node) {
    $patience = [Diagnostics.Stopwatch]::StartNew()
    while ("$(Get-Owner $Address)" -ne $Node) {
        if ($patience.Elapsed.TotalSeconds -gt 15) {
            throw "Node '$Node' should own $Address after 15 s, but the owner is '$(Get-Owner $Address)'."
        }

        [Threading.Thread]::Sleep(20)
    }
}

function Wait-Time([double] $Seconds) {
    $waited = [Diagnostics.Stopwatch]::StartNew()
    while ($waited.Elapsed.TotalSeconds -lt $Seconds) { [Threading.Thread]::Sleep(20) }    # In short pieces, so that Ctrl+C works.
}

# Ends everything and removes it. Called twice, or after half a start, it does what is left to do.
function Stop-Lab {
    if ($null -eq $Lab) {
        return
    }

    foreach ($namespace in $Lab.Namespaces.Values) {
        Remove-Node $namespace
    }

    foreach ($process in $Lab.Processes) {
        $process.Dispose()
    }

    if ([IO.Directory]::Exists($Lab.Folder)) {
        [IO.Directory]::Delete($Lab.Folder, $true)
    }

    $script:Lab = $null
}

function Remove-Node([string] $Namespace) {
    if (-not [IO.File]::Exists("/run/netns/$Namespace")) {
        return
    }

    foreach ($id in & ip netns pids $Namespace 2> $null) {
        # This process shows up too while one of its own threads is inside.
        if ([int] $id -ne $PID) {
            try { [Diagnostics.Process]::GetProcessById([int] $id).Kill() } catch [ArgumentException] { continue <# It has ended by itself. #> }
        }
    }

    & ip netns delete $Namespace 2> $null
}

# Removes what a run left that was killed before it could do so.
function Remove-DeadLab {
    foreach ($path in [IO.Directory]::GetFiles([IO.Directory]::CreateDirectory('/run/netns').FullName, 'nha-*-*')) {
        $name = [IO.Path]::GetFileName($path)
        if (Test-Dead $name.Split('-')[1]) { Remove-Node $name }
    }

    foreach ($path in [IO.Directory]::GetDirectories([IO.Path]::GetTempPath(), 'nha-lab-*-*')) {
        if (Test-Dead ([IO.Path]::GetFileName($path).Split('-')[2])) { [IO.Directory]::Delete($path, $true) }
    }
}

function Test-Dead([string] $ProcessId) {
    $ProcessId -match '^[0-9]+$' -and -not [IO.Directory]::Exists("/proc/$ProcessId")
}

# --- Web servers -----------------------------------------------------------------------------------------------------------------

# Starts a web server on a node that answers with the node's name: nginx, or a few lines of PowerShell where there is none.
function Start-WebServer([string] $Node, [switch] $WithoutNginx) {
    $folder = [IO.Directory]::CreateDirectory("$($Lab.Folder)/web-$Node").FullName
    if ($WithoutNginx -or -not (Test-Program nginx)) {
        $process = Start-Program $Node ([Environment]::ProcessPath) -Arguments '-File', "$PSScriptRoot/respond.ps1", '-Name', $Node
        $kind = 'a built-in HTTP responder'
        [IO.File]::WriteAllText("$folder/nginx.pid", "$($process.Id)")
    }
    else {
        [IO.File]::WriteAllText("$folder/nginx.conf", @"
daemon off;
master_process off;
user root;
pid $folder/nginx.pid;
events { }
http {
    access_log off;
    client_body_temp_path $folder/body;
    proxy_temp_path $folder/proxy;
    fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi;
    scgi_temp_path $folder/scgi;
    server {
        listen 80;
        add_header X-Served-By $Node always;
        location / { return 200 $Node; }
    }
}
"@)
        $process = Start-Program $Node nginx -Arguments '-p', $folder, '-c', "$folder/nginx.conf", '-e', "$folder/error.log"
        $kind = 'nginx'
    }

    # It serves as soon as its port is bound (state 0A is LISTEN); /proc shows that without a request.
    $patience = [Diagnostics.Stopwatch]::StartNew()
    do {
        [Threading.Thread]::Sleep(20)
        if ($process.HasExited -or $patience.Elapsed.TotalSeconds -gt 20) {
            $reason = if ([IO.File]::Exists("$folder/error.log")) { [IO.File]::ReadAllText("$folder/error.log") }
            throw "The web server on node $Node ($kind) does not start. $reason"
        }
    } until ("$(& ip netns exec $Lab.Namespaces[$Node] cat /proc/net/tcp)" -match ':0050 00000000:0000 0A')

    $Lab.WebServers[$Node] = $process
    $kind
}

# The file with the process id of a node's web server.
function Get-PidFile([string] $Node) {
    "$($Lab.Folder)/web-$Node/nginx.pid"
}

# Kills the web server of a node.
function Stop-WebServer([string] $Node) {
    $Lab.WebServers[$Node].Kill()
    $Lab.WebServers[$Node].WaitForExit()
}

# --- keepalived ------------------------------------------------------------------------------------------------------------------

# Starts a real keepalived on a node, with the instances that are given as hashtables: Name, Id, Priority, Address, Interval.
function Start-Keepalived([string] $Node, [Collections.IDictionary[]] $Instances) {
    if (-not (Test-Program keepalived)) {
        throw 'keepalived is not installed: "apt-get install keepalived" does it.'
    }

    $blocks = foreach ($instance in $Instances) {
        @"
vrrp_instance $($instance.Name) {
    state BACKUP
    interface eth0
    virtual_router_id $($instance.Id)
    priority $($instance.Priority)
    version 3
    advert_int $($instance.Interval.ToString([cultureinfo]::InvariantCulture))
    virtual_ipaddress {
        $($instance.Address)/24
    }
}
"@
    }
    [IO.File]::WriteAllText("$($Lab.Folder)/keepalived.conf", "global_defs {`n    router_id $Node`n}`n" + ($blocks -join "`n") + "`n")
    $arguments = @(
        '--dont-fork', '--log-console', '--no-syslog', '--vrrp', '--dont-respawn'
        '--use-file', "$($Lab.Folder)/keepalived.conf", '--pid', "$($Lab.Folder)/keepalived.pid", '--vrrp_pid', "$($Lab.Folder)/vrrp.pid"
    )
    $null = Start-Program $Node keepalived -Arguments $arguments
}

# --- What a client saw -----------------------------------------------------------------------------------------------------------

# Draws one event on a line: who answered the client around it, a letter for every 20 ms, a dot where nobody did.
function Format-Timeline([string] $Title, [DateTimeOffset] $Moment, [object[]] $Reports) {
    $before, $cells, $cell = 10, 50, 20
    $line = for ($index = 0 - $before; $index -lt $cells - $before; $index++) {
        $time = $Moment.AddMilliseconds($index * $cell)
        $server = ''
        foreach ($report in $Reports) {
            foreach ($period in $report.Timeline) {
                if ($period.Started -le $time.AddMilliseconds($cell) -and $period.Ended -ge $time) { $server = $period.Server }
            }

            foreach ($outage in $report.Outages) {
                if ($outage.Started -le $time -and $outage.Started + $outage.Duration -ge $time.AddMilliseconds($cell)) { $server = '' }
            }
        }

        $mark = if ($index -eq 0) { '|' } else { '' }
        $colour = switch ($server) { 'a' { '32' } 'b' { '36' } default { '31;1' } }
        $letter = if ($server) { $server } else { '.' }
        $mark + (Add-Colour $letter $colour)
    }

    '{0,-34} {1}' -f $Title, -join $line
}

# The scale under the lines.
function Format-TimelineScale {
    '{0,-34} {1}' -f '', '-0.2 s    |0         0.2       0.4       0.6     0.8 s'
}
