using System.Globalization;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>A script that keeps the weight in a file. It can kill the runner that called it, and carry out an order long after.</summary>
internal sealed class ScriptTarget : ICrashTarget
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cj-").FullName;

    public ScriptTarget()
    {
        File.WriteAllText(At("weight"), "0");

        // Its parent is the runner. An order is known by its number.
        File.WriteAllText(At("target.sh"), """
            cd "$(dirname "$0")"
            request=$(cat)
            case $1 in
            describe) echo '{"name": "a script", "grainBasisPoints": 1, "readBack": true, "lateBound": "0s"}' ;;
            get-weight) echo "{\"weightBasisPoints\": $(cat weight)}" ;;
            *)
              weight=$(printf '%s' "$request" | sed -n 's/.*"weightBasisPoints": *\([0-9]*\).*/\1/p')
              echo >>orders
              n=$(wc -l <orders)
              [ ! -e kill.$n.before ] || { kill -9 $PPID; exit 1; }
              [ ! -e kill.$n.late ] || { kill -9 $PPID; sleep 4; }
              echo "${weight:-0}" >weight.new && mv weight.new weight
              [ ! -e kill.$n.after ] || kill -9 $PPID
              echo "{\"change\": {\"applied\": {\"effectiveBasisPoints\": $(cat weight)}}}"
              ;;
            esac
            """);
    }

    public string Controller => $"{{kind: exec, command: sh {At("target.sh")}}}";

    /// <summary>Kills whoever gives this order, from 1: <c>before</c> it is carried out, <c>after</c>, or four seconds before it lands (<c>late</c>).</summary>
    public void KillAt(int order, string moment) => File.WriteAllText(At($"kill.{order}.{moment}"), "");

    public Task StartAsync() => Task.CompletedTask;

    public async Task<Weight?> WeightAsync() => new Weight(int.Parse(await File.ReadAllTextAsync(At("weight")), CultureInfo.InvariantCulture));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);
}
