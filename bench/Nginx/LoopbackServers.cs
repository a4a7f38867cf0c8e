using System.Net;
using System.Net.Sockets;

namespace NginxHa.Bench.Nginx;

/// <summary>Thousands of HTTP servers, each on a loopback address of its own.</summary>
internal static class LoopbackServers
{
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"u8.ToArray();

    public static IPAddress Address(int i) => new(new byte[] { 127, 1, (byte)(i / 250), (byte)((i % 250) + 1) });

    public static int Serve(int count, int port)
    {
        for (int i = 0; i < count; i++)
        {
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(Address(i), port));
            listener.Listen(16);
            _ = AcceptAsync(listener);
        }

        Console.WriteLine("ready");
        Console.In.ReadToEnd();
        return 0;
    }

    private static async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket client = await listener.AcceptAsync().ConfigureAwait(false);
            _ = AnswerAsync(client);
        }
    }

    private static async Task AnswerAsync(Socket client)
    {
        using (client)
        {
            try
            {
                byte[] buffer = new byte[1024];
                if (await client.ReceiveAsync(buffer).ConfigureAwait(false) > 0)
                {
                    await client.SendAsync(Answer).ConfigureAwait(false);
                    client.Shutdown(SocketShutdown.Send);
                }
            }
            catch (SocketException)
            {
                // The client closed first.
            }
        }
    }
}
