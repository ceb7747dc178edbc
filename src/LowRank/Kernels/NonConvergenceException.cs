namespace LowRank;

/// <summary>An iterative LAPACK driver did not converge, and neither did the driver that it is retried with.</summary>
public sealed class NonConvergenceException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public NonConvergenceException()
        : base("An iterative driver did not converge.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public NonConvergenceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public NonConvergenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal NonConvergenceException(string driver, long info)
        : base($"The LAPACK driver {driver} did not converge (info = {info}).")
    {
        Driver = driver;
    }

    /// <summary>The name of the LAPACK driver, such as <c>gesvd</c>; null where it is not known.</summary>
    public string? Driver { get; }
}
