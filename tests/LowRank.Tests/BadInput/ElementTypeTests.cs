namespace LowRank.Tests;

public sealed class ElementTypeTests
{
    [Fact]
    public void Other_element_types_are_refused_and_the_three_are_named()
    {
        foreach (Action call in new Action[]
        {
            () => DenseMatrix.Create<int>(2, 2), () => DenseMatrix.FromArray(new decimal[1, 1]), () => DenseMatrix.Create<Half>(0, 0),
        })
        {
            NotSupportedException exception = Assert.Throws<NotSupportedException>(call);
            Assert.Contains("System.Single", exception.Message, StringComparison.Ordinal);
            Assert.Contains("System.Double", exception.Message, StringComparison.Ordinal);
            Assert.Contains("System.Numerics.Complex", exception.Message, StringComparison.Ordinal);
        }
    }
}
