namespace LowRank.InteropTests.Support;

internal static class ThreadCounts
{
    /// <summary>What the probe's <c>threads</c> found: counts for the process reach every thread, limits only their own.</summary>
    /// <param name="limits">Whether the library can limit one calling thread.</param>
    internal static void AssertRight(ProbeResult result, bool limits)
    {
        string all = result.Succeeded()["default"];
        Assert.InRange(result.Number("default"), 1, Environment.ProcessorCount);
        Assert.Equal(all, result["default.property"]);

        string limited = limits ? "1" : all;
        Assert.Equal(limited, result["limit1"]);
        Assert.Equal(all, result["limit1.other"]);
        Assert.Equal(limited, result["limit1.limit2"]); // a limit never raises
        Assert.Equal(limited, result["limit1.limitNull"]);
        Assert.Equal(limited, result["limit1.again"]);
        Assert.Equal(all, result["after"]);
        Assert.Equal(all, result["limitMax"]);

        Assert.Equal("1", result["global1"]);
        Assert.Equal("1", result["global1.other"]);
        Assert.Equal("2", result["global2.property"]);
        Assert.InRange(result.Number("global2"), Math.Min(2, Environment.ProcessorCount / 2), 2); // MKL counts cores, not hyper-threads
    }
}
