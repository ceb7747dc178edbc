using System.Globalization;
using LowRank.Interop;

namespace LowRank.InteropTests.Support;

internal static class FunctionErrors
{
    /// <summary>
    /// In units of the rounding error of the type. The matrices are at most 9 × 9 with entries up to √2 and norms up to 10; the
    /// largest error measured is 25, and a wrong argument gives 10⁶ and more.
    /// </summary>
    private const double Allowed = 200;

    /// <summary>Every declared function was called, with a right result.</summary>
    internal static void AssertAllRight(ProbeResult result)
    {
        IReadOnlyDictionary<string, string> errors = result.Succeeded().All("function:");
        Assert.Equal(LibraryLoader.RequiredNames, errors.Keys.Order(StringComparer.Ordinal));
        Assert.All(errors, pair =>
        {
            double error = double.Parse(pair.Value, CultureInfo.InvariantCulture);
            Assert.True(error <= Allowed, $"{pair.Key}: error {error} ε, allowed {Allowed} ε");
        });
    }
}
