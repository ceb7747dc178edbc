using FsCheck;
using FsCheck.Fluent;
using LowRank.Errors;

namespace LowRank.Tests;

public sealed class ProbeTailTests
{
    /// <summary>
    /// Reference values of II.5 for q = 1000 and e = 0.1: P{estimate ≤ 0.9 truth} is at most this, so at this δ the factor is 1 / 0.9.
    /// </summary>
    [Theory]
    [InlineData(2 * 1000, 0.004698482673443763)]
    [InlineData(1 * 1000, 0.06854547886946127)]
    public void It_inverts_the_published_tail(int degreesOfFreedom, double probability) =>
        Expect.Close(ProbeTail.Inflation(degreesOfFreedom, probability), 1 / 0.9, 1e-12, "the inflation at e = 0.1");

    /// <summary>Put back into [eᵉ(1 − e)]^(βq/2) with 1 − e = 1 / factor, δ comes out.</summary>
    [Fact]
    public void It_solves_the_equation_of_the_tail() => PropertyCheck.Holds(
        from degrees in Gen.Choose(1, 4000)
        from exponent in Gen.Choose(1, 1200)
        select (Degrees: degrees, Probability: Math.Pow(10, -exponent / 100.0)),
        drawn =>
        {
            double factor = ProbeTail.Inflation(drawn.Degrees, drawn.Probability);
            Assert.True(factor > 1, $"factor {factor}");
            double x = 1 / factor;
            double logarithm = drawn.Degrees / 2.0 * (1 - x + Math.Log(x));

            // 1 − x + ln x cancels to within ε; what that does to ln δ is degrees · ε.
            Expect.Close(logarithm, Math.Log(drawn.Probability), (1e-12 * Math.Abs(logarithm)) + (drawn.Degrees * 1e-15), "ln δ");
        },
        500);

    [Fact]
    public void It_falls_with_the_probability_and_with_the_number_of_probes()
    {
        foreach (int degrees in new[] { 1, 2, 10, 20, 1000 })
        {
            foreach (double probability in new[] { 1e-12, 1e-3, 0.01, 0.1, 0.5, 0.99 })
            {
                double factor = ProbeTail.Inflation(degrees, probability);
                Assert.True(double.IsFinite(factor) && factor > 1);
                Assert.True(ProbeTail.Inflation(degrees, probability / 2) > factor);
                Assert.True(ProbeTail.Inflation(degrees + 1, probability) < factor);
            }
        }
    }

    /// <summary>The case that decides is an error of rank 1, where the estimate is a χ² variable: there the tail is known
    /// exactly.</summary>
    [Fact]
    public void It_bounds_the_exact_tail_of_chi_square_and_not_by_far()
    {
        foreach (int degrees in new[] { 2, 10, 20, 200 })
        {
            foreach (double probability in new[] { 0.001, 0.01, 0.1 })
            {
                double exact = Statistics.ChiSquare(degrees, degrees / ProbeTail.Inflation(degrees, probability));
                Expect.AtMost(exact, probability, $"the tail at {degrees} degrees of freedom");
                Expect.AtMost(probability, 25 * exact, $"δ against 25 times the tail at {degrees} degrees of freedom");
            }
        }
    }
}
