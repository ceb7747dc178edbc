namespace LowRank;

/// <summary>One place where the native library was looked for, and why it was not taken from there.</summary>
/// <param name="Path">The file, the folder, or the bare name that was given to the system's loader.</param>
/// <param name="Reason">What was wrong with it, for example the text of the system's loader.</param>
public sealed record NativeLoadAttempt(string Path, string Reason)
{
    /// <summary>Returns the path and the reason in one line.</summary>
    /// <returns><c>path: reason</c>.</returns>
    public override string ToString() => $"{Path}: {Reason}";
}
