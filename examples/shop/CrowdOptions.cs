namespace CanaryJudge.Shop;

/// <summary>Who visits, how often, and what is written down of it.</summary>
public sealed class CrowdOptions
{
    /// <summary>Where they come in.</summary>
    public string Url { get; set; } = "http://127.0.0.1:8000/";

    /// <summary>Requests a second, however long the answers take.</summary>
    public int Rate { get; set; } = 300;

    /// <summary>How many there are; they come in turns.</summary>
    public int Users { get; set; } = 5000;

    /// <summary>When they go home; 0: at Ctrl-C.</summary>
    public int Seconds { get; set; }

    /// <summary>Seconds between two lines.</summary>
    public int Every { get; set; } = 5;

    /// <summary>A file for a line a request: begin in Unix milliseconds, milliseconds, user, status (0: none), version, times sent again; null: none.</summary>
    public string? Log { get; set; }
}
