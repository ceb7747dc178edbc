using LowRank;

namespace FashionMnist.Experiments;

/// <summary>The singular values of the training matrix X, and the smallest errors that they allow (Eckart, Young, Mirsky).</summary>
internal sealed class SingularSpectrum(IReadOnlyList<double> values)
{
    public int Count => values.Count;

    /// <summary>The smallest relative error of any matrix of this rank in place of X.</summary>
    public double OptimumOfMatrix(int rank) => Tail(rank, power: 2);

    /// <summary>The same for <c>XᵀX</c>, whose singular values are the squares.</summary>
    public double OptimumOfGram(int rank) => Tail(rank, power: 4);

    private double Tail(int rank, int power)
    {
        double Sum(int start) => values.Skip(start).Reverse().Sum(value => Math.Pow(value, power));
        return Math.Sqrt(Sum(rank) / Sum(0));
    }
}
