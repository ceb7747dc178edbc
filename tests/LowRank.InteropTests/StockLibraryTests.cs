using LowRank.InteropTests.Support;

namespace LowRank.InteropTests;

/// <summary>What holds for every library that stands in for the packaged one, named by its path.</summary>
public abstract class StockLibraryTests : IDisposable
{
    private protected StockLibraryTests(string library) => Library = library;

    private protected string Library { get; }

    private protected ProbeApp App { get; } = new();

    public void Dispose()
    {
        App.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Every_function_computes_the_right_thing() =>
        FunctionErrors.AssertAllRight(App.Run("functions", ("LOWRANK_NATIVE_PATH", Library)));

    [Fact]
    public void Sixteen_threads_at_once_get_the_right_answers() =>
        ConcurrentUse.AssertRight(App.Run("call16", ("LOWRANK_NATIVE_PATH", Library)));
}
