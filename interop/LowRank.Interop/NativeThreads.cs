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
    /// <summary>What <c>MKL_Set_Num_Threads_Local</c> is to get back, plus one; 0: nothing to restore.</summary>
    private readonly int _restore;

    private NativeThreads(int previous) => _restore = previous + 1;

    /// <summary>The most threads that a native call from this thread uses now; loads the library at the first use.</summary>
    internal static int Current => NativeRuntime.Library.Services.ThreadCount ?? Environment.ProcessorCount;

    /// <summary>Whether <see cref="Limit"/> has an effect.</summary>
    internal static bool CanLimit => NativeRuntime.Library.Services.CanLimitThreadsLocally;

    /// <param name="count">At least 1; null: no limit of its own. A count above <see cref="Current"/> raises nothing.</param>
    internal static NativeThreads Limit(int? count)
    {
        if (count is null)
        {
            return default;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(count.Value, 1, nameof(count));
        NativeServices services = NativeRuntime.Library.Services;
        bool lowers = services.CanLimitThreadsLocally && count.Value < Current;
        return lowers ? new NativeThreads(services.SetLocalThreadCount(count.Value)) : default;
    }

    /// <summary>Puts the former limit of this thread back.</summary>
    public void Dispose()
    {
        if (_restore > 0)
        {
            NativeRuntime.Library.Services.SetLocalThreadCount(_restore - 1);
        }
    }
}
