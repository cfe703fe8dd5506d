using System.Text.RegularExpressions;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Traffic.Nginx;

/// <summary>The generated file: a split by key that names the arm, and a variable that tells which order is loaded.</summary>
/// <remarks>
/// <para><c>split_clients</c> hashes the key and gives the canary the lowest hashes, so that who is in at 5 % is in at 25 % too. The rollout's id is
/// part of the key: the next rollout starts with other users.</para>
/// <para>Source: NGINX, ngx_http_split_clients_module and ngx_http_map_module. A share has at most two decimals, and 0 % is refused: the line is left out.</para>
/// </remarks>
/// <param name="Name">The prefix of the two variables.</param>
/// <param name="Key">What decides the arm: text with NGINX variables.</param>
/// <param name="Canary">The canary's upstream.</param>
/// <param name="Baseline">The baseline's upstream.</param>
internal sealed partial record NginxSplit(string Name, string Key, string Canary, string Baseline)
{
    /// <summary>The file for an order.</summary>
    public string Render(WeightOrder order)
    {
        var mark = OrderMark.Of(order);
        return $$"""
            # Written by canaryjudge for rollout {{order.RolloutId}}; the next change overwrites it.
            split_clients "{{Key}}|{{order.RolloutId}}" ${{Name}}_arm {
            {{Shares(order.Weight)}}
            }
            map "" ${{Name}}_state {
                default "{{order.Weight.BasisPoints}}/{{mark}}";
            }

            """;
    }

    /// <summary>The order whose file this is; null: the file is by another hand.</summary>
    public static OrderMark? MarkOf(string file) =>
        State().Match(file) is { Success: true } found && NginxState.TryParse(found.Groups["state"].Value, out var state) ? state.Mark : null;

    /// <summary>Whether a file may be replaced: it sets our two variables, or says nothing. Else it is somebody's own, perhaps nginx.conf itself.</summary>
    public bool IsOurs(string file)
    {
        var lines = file.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').ToList();
        return lines.Count == 0 || lines.Exists(l => l.StartsWith("map ", StringComparison.Ordinal) && l.Contains($" ${Name}_state ", StringComparison.Ordinal));
    }

    /// <summary>Whether the shares of a file say the weight that it says is loaded; someone may have edited the one without the other.</summary>
    public bool IsConsistent(string file, Weight weight)
    {
        var block = Block().Match(file);
        return block.Success && string.Join('\n', Lines(block.Groups["shares"].Value)) == string.Join('\n', Lines(Shares(weight)));

        static IEnumerable<string> Lines(string text) => text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0);
    }

    private string Shares(Weight weight) =>
        weight == Weight.Zero ? $"    * {Baseline};"
        : weight == Weight.Full ? $"    * {Canary};"
        : $"    {weight} {Canary};\n    * {Baseline};";

    [GeneratedRegex("^ *default \"(?<state>[^\"]*)\";", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex State();

    [GeneratedRegex("^split_clients [^{\n]*\\{(?<shares>[^}]*)\\}", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Block();
}
