using System.Net;
using System.Net.Sockets;

namespace NginxHa.Nginx.Health;

/// <summary>Opens a socket that is not yet connected, for example in another network namespace.</summary>
/// <param name="endPoint">Where it will be connected to.</param>
/// <param name="datagram">A datagram socket; otherwise a stream.</param>
public delegate Socket SocketFactory(EndPoint endPoint, bool datagram);
