namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>A setting is wrong; the message is one line that names it and says how to mend it.</summary>
public sealed class SettingsException : Exception
{
    /// <summary>Without a message.</summary>
    public SettingsException()
    {
    }

    /// <summary>With its line.</summary>
    /// <param name="message">One line.</param>
    public SettingsException(string message)
        : base(message)
    {
    }

    /// <summary>With its line and cause.</summary>
    /// <param name="message">One line.</param>
    /// <param name="innerException">The cause.</param>
    public SettingsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
