using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.AnalysisClient.Traffic.Nginx;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Targets;

/// <summary>A real NGINX before two arms, split by the cookie <c>user</c>.</summary>
internal sealed class NginxTarget : IAsyncDisposable
{
    private readonly TwoArms _arms;

    private NginxTarget(TwoArms arms)
    {
        _arms = arms;
        Visitors = new(Folder["front.sock"]);
        Settings = new(StringComparer.Ordinal)
        {
            ["include"] = Folder["split.conf"],
            ["key"] = "$cookie_user",
            ["status"] = $"unix:{Folder["status.sock"]}",
            ["test"] = $"nginx -t -q -e {Folder["error.log"]} -p {Folder.Root} -c {Folder["nginx.conf"]}",
            ["pid"] = Folder["nginx.pid"],
        };
        Controller = NginxController.Kind.Open(Settings);
    }

    public TargetFolder Folder { get; } = new();

    public Visitors Visitors { get; }

    public Dictionary<string, string> Settings { get; }

    public ITrafficController Controller { get; }

    /// <summary>How often the master was told to load its configuration.</summary>
    public int Reloads => Folder.Read("error.log").Split("SIGHUP").Length - 1;

    public static async Task<NginxTarget> StartAsync()
    {
        var target = new NginxTarget(await TwoArms.StartAsync());
        target.Folder.Write("split.conf", """
            split_clients "$cookie_user" $canaryjudge_arm { * baseline; }
            map "" $canaryjudge_state { default 0; }
            """);
        target.Folder.Write("nginx.conf", target.Configuration());
        await target.RunAsync();
        return target;
    }

    public Task RunAsync() => Folder.StartAsync("status.sock", "nginx", "-e", Folder["error.log"], "-p", Folder.Root, "-c", Folder["nginx.conf"]);

    /// <summary>Stops NGINX as a crash would: its sockets stay behind.</summary>
    public void Crash()
    {
        Folder.Stop();
        File.Delete(Folder["front.sock"]);
        File.Delete(Folder["status.sock"]);
    }

    public async ValueTask DisposeAsync()
    {
        Controller.Dispose();
        Visitors.Dispose();
        Folder.Dispose();
        await _arms.DisposeAsync();
    }

    private string Configuration() => $$"""
        daemon off; user root; worker_processes 1; pid {{Folder["nginx.pid"]}}; error_log {{Folder["error.log"]}} notice; worker_shutdown_timeout 5s;
        events { worker_connections 256; }
        http {
            client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
            access_log off;
            include {{Folder["split.conf"]}};
            upstream baseline { server 127.0.0.1:{{_arms.Baseline}}; keepalive 16; }
            upstream canary { server 127.0.0.1:{{_arms.Canary}}; keepalive 16; }
            server {
                listen unix:{{Folder["front.sock"]}};
                location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://$canaryjudge_arm; }
            }
            server {
                listen unix:{{Folder["status.sock"]}};
                location / { return 200 $canaryjudge_state; }
            }
        }
        """;
}
