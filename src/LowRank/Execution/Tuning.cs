namespace LowRank.Execution;

/// <summary>
/// The thresholds of a folder, gathered in one record with a source or a measurement for each. The defaults hold unless a test sets small
/// ones, so that small matrices walk the routes of large ones.
/// </summary>
/// <typeparam name="TTuning">The record: its parameterless constructor makes the defaults.</typeparam>
internal static class Tuning<TTuning>
    where TTuning : class, new()
{
    private static readonly TTuning _default = new();
    private static readonly AsyncLocal<TTuning?> _set = new();

    /// <summary>The thresholds that hold for this call. To be read once for each, not in loops.</summary>
    public static TTuning Current => _set.Value ?? _default;

    /// <summary>Sets others for the calls that follow in this flow of control, until disposed.</summary>
    public static IDisposable Use(TTuning tuning)
    {
        TTuning? before = _set.Value;
        _set.Value = tuning;
        return new Restored(before);
    }

    private sealed class Restored(TTuning? before) : IDisposable
    {
        public void Dispose() => _set.Value = before;
    }
}
