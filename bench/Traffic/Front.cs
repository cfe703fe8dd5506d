namespace CanaryJudge.Traffic;

/// <summary>What stands before the two versions and splits.</summary>
internal abstract class Front
{
    /// <summary>What it is called.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a user stays in the canary while the weight rises.</summary>
    public abstract bool IsSticky { get; }

    /// <summary>How far the found weight may lie below the asked one.</summary>
    public abstract double Grain { get; }

    /// <summary>Both.</summary>
    public static IReadOnlyList<Front> All { get; } = [new NginxFront(), new HaproxyFront()];

    /// <summary>Writes its files and starts it with everything at the baseline.</summary>
    /// <param name="programs">Runs it.</param>
    /// <param name="folder">Takes its files.</param>
    /// <param name="port">Where users come in.</param>
    /// <param name="baseline">The baseline's port.</param>
    /// <param name="canary">The canary's.</param>
    /// <returns>The rollout file's <c>controller</c>.</returns>
    public abstract Task<string> StartAsync(Programs programs, string folder, int port, int baseline, int canary);
}

/// <summary>NGINX by <c>split_clients</c>: users stay.</summary>
internal sealed class NginxFront : Front
{
    /// <inheritdoc />
    public override string Name => "NGINX";

    /// <inheritdoc />
    public override bool IsSticky => true;

    /// <inheritdoc />
    public override double Grain => 0;

    /// <inheritdoc />
    public override async Task<string> StartAsync(Programs programs, string folder, int port, int baseline, int canary)
    {
        var split = Path.Combine(folder, "split.conf");
        var status = Path.Combine(folder, "status.sock");
        await File.WriteAllTextAsync(split, """
            split_clients "$cookie_user" $canaryjudge_arm { * baseline; }
            map "" $canaryjudge_state { default 0; }
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off; worker_processes 1; pid nginx.pid; error_log error.log warn; worker_shutdown_timeout 30s;
            worker_rlimit_nofile 16384;
            events { worker_connections 8192; }
            http {
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              access_log off;
              include split.conf;
              upstream baseline { server 127.0.0.1:{{baseline}}; keepalive 64; }
              upstream canary { server 127.0.0.1:{{canary}}; keepalive 64; }
              server { listen 127.0.0.1:{{port}}; location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://$canaryjudge_arm; } }
              server { listen unix:{{status}}; location / { return 200 $canaryjudge_state; } }
            }
            """);
        programs.Start("nginx", "nginx", "-p", folder, "-e", "error.log", "-c", "nginx.conf");
        await programs.ListensAsync("nginx", port);
        return $"{{kind: nginx, include: {split}, key: $cookie_user, status: 'unix:{status}', pid: {folder}/nginx.pid, test: nginx -t -q -p {folder} -e error.log -c nginx.conf}}";
    }
}

/// <summary>HAProxy by server weights: each request is dealt out anew.</summary>
internal sealed class HaproxyFront : Front
{
    /// <inheritdoc />
    public override string Name => "HAProxy";

    /// <inheritdoc />
    public override bool IsSticky => false;

    /// <inheritdoc />
    public override double Grain => 0.0005;

    /// <inheritdoc />
    public override async Task<string> StartAsync(Programs programs, string folder, int port, int baseline, int canary)
    {
        var socket = Path.Combine(folder, "admin.sock");
        await File.WriteAllTextAsync(Path.Combine(folder, "haproxy.cfg"), $"""
            global
              stats socket {socket} mode 600 level admin
            defaults
              mode http
              timeout connect 30s
              timeout client 60s
              timeout server 60s
            frontend front
              bind 127.0.0.1:{port}
              default_backend web
            backend web
              balance random(1)
              server baseline 127.0.0.1:{baseline} weight 256
              server canary 127.0.0.1:{canary} weight 0

            """);
        programs.Start("haproxy", "haproxy", "-db", "-f", "haproxy.cfg");
        await programs.ListensAsync("haproxy", port);
        return $"{{kind: haproxy, socket: {socket}, backend: web}}";
    }
}
