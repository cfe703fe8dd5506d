using System.Diagnostics;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>A real NGINX with a baseline and a canary. The commands that test and load its configuration can kill the runner that called them.</summary>
internal sealed class NginxTarget : ICrashTarget
{
    private const string Untouched = "split_clients \"$cookie_user\" $canaryjudge_arm { * baseline; }\nmap \"\" $canaryjudge_state { default 0; }\n";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("cj-").FullName;
    private readonly ITrafficController _controller;
    private Process? _process;

    public NginxTarget()
    {
        Write("split.conf", Untouched);
        Write("nginx.conf", $$"""
            daemon off; user root; worker_processes 1; pid {{At("nginx.pid")}}; error_log {{At("error.log")}} notice; worker_shutdown_timeout 1s;
            events { worker_connections 64; }
            http {
                client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                access_log off;
                include {{At("split.conf")}};
                upstream baseline { server 127.0.0.1:9; }
                upstream canary { server 127.0.0.1:9; }
                server { listen unix:{{At("front.sock")}}; location / { proxy_pass http://$canaryjudge_arm; } }
                server { listen unix:{{At("status.sock")}}; location / { return 200 $canaryjudge_state; } }
            }
            """);

        // Its parent is the runner. The number counts the orders: the test command runs once for each.
        Write("test.sh", $"""
            echo >>{At("orders")}
            n=$(wc -l <{At("orders")})
            nginx -t -q -e {At("error.log")} -p {_folder} -c {At("nginx.conf")} || exit
            [ ! -e {At("kill")}.$n.test ] || kill -9 $PPID
            """);
        Write("reload.sh", $"""
            n=$(wc -l <{At("orders")})
            [ ! -e {At("kill")}.$n.load ] || kill -9 $PPID
            [ -e {At("kill")}.$n.load ] || kill -HUP $(cat {At("nginx.pid")})
            [ ! -e {At("kill")}.$n.loaded ] || kill -9 $PPID
            """);
        Assert.True(TrafficKinds.TryFind("nginx", out var kind));
        _controller = kind.Open(new Dictionary<string, string>
        {
            ["include"] = At("split.conf"),
            ["key"] = "$cookie_user",
            ["status"] = $"unix:{At("status.sock")}",
            ["pid"] = At("nginx.pid"),
        });
    }

    public string Controller =>
        $"{{kind: nginx, include: {At("split.conf")}, key: $cookie_user, status: \"unix:{At("status.sock")}\", test: sh {At("test.sh")}, reload: sh {At("reload.sh")}, pid: {At("nginx.pid")}}}";

    /// <summary>Kills whoever gives this order, from 1: in the <c>test</c> of the written file, before it is told to <c>load</c> it, or when it was told (<c>loaded</c>).</summary>
    public void KillAt(int order, string moment) => Write($"kill.{order}.{moment}", "");

    public async Task StartAsync()
    {
        File.Delete(At("front.sock"));
        File.Delete(At("status.sock"));
        _process = Process.Start(new ProcessStartInfo("nginx", ["-e", At("error.log"), "-p", _folder, "-c", At("nginx.conf")]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        _ = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        while (await WeightAsync() is null)
        {
            Assert.False(_process.HasExited, "nginx ended; './dev test' installs it.");
            await Task.Delay(20);
        }
    }

    /// <summary>Ends it as a crash does; the file with the weight stays.</summary>
    public void Kill()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>The file is as it was installed, as after a new deployment of the machine.</summary>
    public void Reinstall() => Write("split.conf", Untouched);

    /// <summary>Another hand. Where the runner moves at the same moment, its file may have replaced that of the hand, which then writes again.</summary>
    public async Task EditAsync(int percent)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            Write("edited.conf", $"split_clients \"$cookie_user\" $canaryjudge_arm {{ {percent}% canary; * baseline; }}\nmap \"\" $canaryjudge_state {{ default {percent * 100}; }}\n");
            File.Move(At("edited.conf"), At("split.conf"), overwrite: true);
            await Call.SignalAsync(_process!, "HUP");
            for (var look = 0; look < 10; look++)
            {
                if (await WeightAsync() is { } weight && weight == new Weight(percent * 100))
                {
                    return;
                }

                await Task.Delay(20, patience.Token);
            }
        }
    }

    public Task<Weight?> WeightAsync() => _controller.ReadAsync(CancellationToken.None);

    public void Dispose()
    {
        Kill();
        _controller.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Write(string name, string text) => File.WriteAllText(At(name), text);

    private string At(string name) => Path.Combine(_folder, name);
}
