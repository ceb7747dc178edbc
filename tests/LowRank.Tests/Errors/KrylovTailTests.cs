using FsCheck;
using FsCheck.Fluent;
using LowRank.Errors;

namespace LowRank.Tests;

public sealed class KrylovTailTests
{
    /// <summary>Put back into the published tail, (√(2(n − 1)/π) / s)^r for real and ((n − 1) / s²)^r for complex starts with
    /// s = sinh((2k − 1) arcosh c), δ comes out of the factor c.</summary>
    [Fact]
    public void It_solves_the_equation_of_the_tail() => PropertyCheck.Holds(
        from dimension in Gen.Choose(2, 5000)
        from starts in Gen.Choose(1, 12)
        from steps in Gen.Choose(1, 8)
        from isComplex in Gen.Elements(false, true)
        from exponent in Gen.Choose(1, 1200)
        select (Tail: new KrylovTail(dimension, starts, steps, isComplex, false), Probability: Math.Pow(10, -exponent / 100.0)),
        drawn =>
        {
            KrylovTail tail = drawn.Tail;
            double factor = tail.Inflation(drawn.Probability);
            double sinh = Math.Sinh(((2 * tail.Steps) - 1) * Math.Acosh(factor));
            double others = tail.Dimension - 1;
            double single = tail.IsComplex ? others / (sinh * sinh) : Math.Sqrt(2 * others / Math.PI) / sinh;

            // arcosh loses digits near 1: c − 1 is at least 1e-3 here.
            Expect.Close(tail.Starts * Math.Log(single), Math.Log(drawn.Probability), 1e-9 * tail.Starts, $"ln δ of {tail}");
        },
        500);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_whole_space_found_is_exact_and_so_is_one_number(bool isComplex)
    {
        Assert.Equal(1, new KrylovTail(1000, 2, 3, isComplex, true).Inflation(1e-9));
        Assert.Equal(1, new KrylovTail(0, 2, 3, isComplex, false).Inflation(1e-9));
        Assert.Equal(1, new KrylovTail(1, 2, 3, isComplex, false).Inflation(1e-9));
        Assert.True(new KrylovTail(2, 2, 3, isComplex, false).Inflation(1e-9) > 1);
    }
}
