using LowRank.Interop;

namespace LowRank.Execution;

/// <summary>What every public entry point begins with, once it has checked its other arguments.</summary>
internal static class Call
{
    /// <summary>
    /// The options, the defaults if there are none, checked; and from here until the call is disposed no more native threads than they
    /// allow.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of range, or contradicts another.</exception>
    public static Call<TOptions> Begin<TOptions>(TOptions? options, CancellationToken cancellationToken)
        where TOptions : LowRankOptions, new()
    {
        options ??= new TOptions();
        options.Validate();
        return new Call<TOptions>(options, cancellationToken);
    }
}

/// <summary>
/// A public entry point that is running. It begins with <c>using var call = Call.Begin(options, token);</c> and ends with <c>return
/// call.Done(result);</c>.
/// </summary>
internal readonly ref struct Call<TOptions>
    where TOptions : LowRankOptions
{
    private readonly NativeThreads _threads;

    internal Call(TOptions options, CancellationToken cancellationToken)
    {
        Options = options;
        Context = new RunContext(options, cancellationToken);
        _threads = Context.LimitThreads();
    }

    /// <summary>Valid options.</summary>
    public TOptions Options { get; }

    public RunContext Context { get; }

    /// <summary>Reports that all is done, and hands the result on.</summary>
    public TResult Done<TResult>(TResult result)
    {
        Context.Step("done", 1, 1);
        return result;
    }

    /// <summary>Puts the former limit of this thread back.</summary>
    public void Dispose() => _threads.Dispose();
}
