namespace CanaryJudge.Judging.Analyses;

/// <summary>Bytes are not what this version writes: cut short, changed, or of another version.</summary>
public sealed class DamagedStateException : Exception
{
    /// <summary>Without a message.</summary>
    public DamagedStateException()
        : this("The bytes are not what this version writes.")
    {
    }

    /// <summary>With what is wrong.</summary>
    /// <param name="message">What is wrong.</param>
    public DamagedStateException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong and its cause.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public DamagedStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
