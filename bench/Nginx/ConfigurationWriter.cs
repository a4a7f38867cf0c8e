using System.Text;

namespace NginxHa.Bench.Nginx;

/// <summary>Writes a large configuration that looks like one of a hosting company: an upstream and a site for each customer.</summary>
internal static class ConfigurationWriter
{
    public const int ServersPerUpstream = 10;

    public static void Write(string path, int upstreams)
    {
        using var text = new StreamWriter(path, false, new UTF8Encoding(false));
        text.Write("worker_processes auto;\npid /tmp/nginx-bench.pid;\nerror_log stderr;\nevents { worker_connections 1024; }\nhttp {\n");
        text.Write("    access_log off;\n    server_names_hash_max_size 65536;\n    server_names_hash_bucket_size 128;\n\n");
        for (int i = 0; i < upstreams; i++)
        {
            WriteCustomer(text, i);
        }

        text.Write("}\n");
    }

    private static void WriteCustomer(StreamWriter text, int i)
    {
        text.Write($"    # Customer {i:D5}: contract C-{i * 7919 % 100000:D5}, changed by the provisioning system\n");
        text.Write($"    upstream customer_{i:D5} {{\n        least_conn;\n        keepalive 16;\n");
        for (int s = 0; s < ServersPerUpstream; s++)
        {
            string state = s == 9 ? " backup" : string.Empty;
            text.Write($"        server 10.{i / 256 % 256}.{i % 256}.{s + 1}:8080 weight={1 + (s % 5)} max_fails=3 fail_timeout=10s max_conns=500{state}; # rack {s}\n");
        }

        text.Write("    }\n");
        text.Write($"    server {{\n        listen 127.0.0.1:18080;\n        server_name customer-{i:D5}.example.com www.customer-{i:D5}.example.com;\n        client_max_body_size 10m;\n");
        for (int l = 0; l < 4; l++)
        {
            text.Write($$"""
                        location {{(l == 0 ? "/" : $"/part{l}/")}} {
                            proxy_pass http://customer_{{i:D5}};
                            proxy_http_version 1.1;
                            proxy_set_header Host $host;
                            proxy_set_header Connection "";
                            proxy_set_header X-Real-IP $remote_addr;
                            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                            proxy_set_header X-Forwarded-Proto "${scheme}";
                            proxy_connect_timeout 2s;
                            proxy_read_timeout 60s;
                            proxy_send_timeout 60s;
                            proxy_next_upstream error timeout http_502 http_503 http_504;
                            add_header X-Customer "customer {{i:D5}}; part {{l}}" always;
                        }

                """);
        }

        text.Write("        location ~* \\.(gif|jpe?g|png|css|js)$ { expires 30d; access_log off; proxy_pass http://customer_" + $"{i:D5}; }}\n    }}\n\n");
    }
}
