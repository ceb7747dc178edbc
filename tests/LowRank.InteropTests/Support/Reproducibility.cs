namespace LowRank.InteropTests.Support;

internal static class Reproducibility
{
    /// <summary>A product, a QR factorisation and an SVD, three alignments of the data, three thread counts: one set of bits.</summary>
    internal static void AssertSameBits(ProbeApp app, params (string Name, string Value)[] environment)
    {
        var hashes = new List<string>();
        foreach (int threads in (int[])[1, 2, 4])
        {
            ProbeResult result = app.Run($"--reproducible --threads:{threads} hash", environment).Succeeded();
            hashes.AddRange(result.All("hash.").Values);
        }

        Assert.Equal(9, hashes.Count);
        Assert.Matches("^[0-9a-f]{16}$", Assert.Single(hashes.Distinct()));
    }
}
