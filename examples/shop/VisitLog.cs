using System.Globalization;

namespace CanaryJudge.Shop;

/// <summary>A request and what came of it.</summary>
/// <param name="Begin">Unix milliseconds.</param>
/// <param name="Milliseconds">Until the last byte.</param>
/// <param name="User">Who.</param>
/// <param name="Status">The code; 0: no answer.</param>
/// <param name="Version">Which version answered; empty: none.</param>
/// <param name="Again">How often it was sent again because a kept connection had been closed.</param>
internal readonly record struct Visit(long Begin, double Milliseconds, long User, int Status, string Version, int Again);

/// <summary>Counts visits, tells of them, and writes them down.</summary>
internal sealed class VisitLog(string? file) : IDisposable
{
    private readonly Lock _turn = new();
    private readonly StreamWriter? _file = file is null ? null : new(file) { AutoFlush = false };
    private readonly SortedDictionary<string, int> _versions = new(StringComparer.Ordinal);
    private int _all, _failed, _errors, _again;

    /// <summary>Notes one.</summary>
    public void Note(Visit visit)
    {
        lock (_turn)
        {
            _all++;
            _failed += visit.Version.Length == 0 ? 1 : 0;
            _errors += visit.Status >= 500 ? 1 : 0;
            _again += visit.Again;
            _versions[visit.Version] = _versions.GetValueOrDefault(visit.Version) + 1;
            _file?.Write(string.Create(CultureInfo.InvariantCulture, $"{visit.Begin}\t{visit.Milliseconds:0.0}\t{visit.User}\t{visit.Status}\t{visit.Version}\t{visit.Again}\n"));
        }
    }

    /// <summary>A line on what came since the last one.</summary>
    public void Tell()
    {
        lock (_turn)
        {
            var shares = _versions.Where(v => v.Key.Length > 0).Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Key}: {100.0 * v.Value / _all:0.0}%"));
            Console.WriteLine($"{_all} requests   {string.Join("   ", shares)}   errors {_errors}, not answered {_failed}, sent again {_again}");
            _file?.Flush();
            _versions.Clear();
            (_all, _failed, _errors, _again) = (0, 0, 0, 0);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file?.Dispose();
}
