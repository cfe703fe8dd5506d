namespace CanaryJudge.AnalysisServer.Storage;

/// <summary>What is wrong with a store.</summary>
public enum StorageProblem
{
    /// <summary>It cannot be reached, or does not answer.</summary>
    Unavailable,

    /// <summary>There is no room left.</summary>
    Full,

    /// <summary>It cannot be written.</summary>
    ReadOnly,

    /// <summary>Its contents are damaged.</summary>
    Damaged,

    /// <summary>Its schema is newer than this server.</summary>
    Newer,
}

/// <summary>A store cannot do its work; the message is one line that says where, why and what helps.</summary>
public sealed class StorageException : Exception
{
    /// <summary>Without a message.</summary>
    public StorageException()
        : this("The store cannot do its work.")
    {
    }

    /// <summary>With its line.</summary>
    /// <param name="message">One line.</param>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>With its line and cause.</summary>
    /// <param name="message">One line.</param>
    /// <param name="innerException">The cause.</param>
    public StorageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>With what is wrong.</summary>
    /// <param name="problem">The sort of problem.</param>
    /// <param name="message">One line.</param>
    /// <param name="innerException">The cause; null: none.</param>
    public StorageException(StorageProblem problem, string message, Exception? innerException)
        : base(message, innerException) => Problem = problem;

    /// <summary>The sort of problem.</summary>
    public StorageProblem Problem { get; }
}
