namespace LowRank.Interop;

/// <summary>
/// Limits the threads of the native calls that this thread makes until <see cref="Dispose"/>; other threads are not touched.
/// </summary>
/// <remarks>
/// OpenBLAS knows only one count for the whole process, so there a limit has no effect. A <c>ref struct</c>, so that it cannot
/// outlive the thread's turn in async code.
/// </remarks>
internal readonly ref struct NativeThreads
{
    /// <summary>What <c>MKL_Set_Num_Threads_Local</c> is to get back; −1: nothing to restore.</summary>
    private readonly int _previous;

    private NativeThreads(int previous) => _previous = previous;

    /// <summary>The most threads that a native call from this thread uses now; loads the library at the first use.</summary>
    internal static int Current => NativeRuntime.Library.Services.ThreadCount ?? Environment.ProcessorCount;

    /// <param name="count">At least 1; null: no limit of its own. A count above <see cref="Current"/> raises nothing.</param>
    internal static NativeThreads Limit(int? count)
    {
        if (count is null)
        {
            return new NativeThreads(-1);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(count.Value, 1, nameof(count));
        NativeServices services = NativeRuntime.Library.Services;
        bool lowers = services.CanLimitThreadsLocally && count.Value < Current;
        return new NativeThreads(lowers ? services.SetLocalThreadCount(count.Value) : -1);
    }

    /// <summary>Puts the former limit of this thread back.</summary>
    public void Dispose()
    {
        if (_previous >= 0)
        {
            NativeRuntime.Library.Services.SetLocalThreadCount(_previous);
        }
    }
}
