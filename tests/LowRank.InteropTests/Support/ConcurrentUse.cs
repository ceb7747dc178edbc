namespace LowRank.InteropTests.Support;

internal static class ConcurrentUse
{
    /// <summary>16 threads made 8 rounds each of a product and an SVD; entries of the product are up to 70, its norm up to 30.</summary>
    internal static void AssertRight(ProbeResult result)
    {
        result.Succeeded();
        Assert.Equal("128", result["call16.calls"]);
        Assert.InRange(result.Number("call16.worst"), 0, 2e-12);
    }
}
