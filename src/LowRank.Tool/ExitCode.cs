namespace LowRank.Tool;

/// <summary>What the program returns.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The work could not be done, though file and arguments are sound: no native library, no convergence, nowhere to
    /// write.</summary>
    public const int Failed = 1;

    /// <summary>A file or an argument is wrong.</summary>
    public const int BadInput = 2;

    /// <summary>What a shell expects after SIGINT.</summary>
    public const int Cancelled = 130;
}
