<#
.SYNOPSIS
    The smallest web server that tells who it is: it stands in for nginx where nginx is not installed.

.DESCRIPTION
    Answers every request on every address of this node with the node's name, until it is ended.
#>
param(
    [Parameter(Mandatory)] [string] $Name,
    [int] $Port = 80
)

$answer = [Text.Encoding]::ASCII.GetBytes(
    "HTTP/1.1 200 OK`r`nX-Served-By: $Name`r`nContent-Type: text/plain`r`nContent-Length: $($Name.Length)`r`nConnection: close`r`n`r`n$Name")
$request = [byte[]]::new(4096)
$listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Any, $Port)
$listener.Start(512)
while ($true) {
    $client = $listener.AcceptSocket()
    try {
        $client.ReceiveTimeout = 250    # Nobody may keep the others waiting.
        $null = $client.Receive($request)
        $null = $client.Send($answer)
        $client.Shutdown('Send')
    }
    catch [Net.Sockets.SocketException] {
        continue    # The client gave up; the next one waits.
    }
    finally {
        $client.Dispose()
    }
}
