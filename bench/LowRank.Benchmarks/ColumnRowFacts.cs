using LowRank;

namespace LowRank.Benchmarks;

/// <summary>What a benchmark of a column–row product knows beside its time.</summary>
/// <param name="ExactSeconds">The time of the exact product.</param>
/// <param name="Error">The relative Frobenius error, by subtraction from the exact product.</param>
/// <param name="Expected">What the norms said of it, relative too.</param>
/// <param name="Optimum">The least error of any matrix of that rank.</param>
internal sealed record ColumnRowFacts(double ExactSeconds, double Error, double Expected, double? Optimum)
{
    public static Dictionary<(string Input, double Share, ColumnRowScheme Scheme), ColumnRowFacts> All { get; } = [];

    public static ColumnRowFacts Of(ColumnRowCase input, ColumnRowProduct<double> product)
    {
        double square = 0;
        ReadOnlySpan<double> exact = input.Product.Memory.Span;
        bool sameOrder = product.Product.Layout == input.Product.Layout;
        ReadOnlySpan<double> approximate = (sameOrder ? product.Product : product.Product.ToDense(input.Product.Layout)).Memory.Span;
        for (int i = 0; i < exact.Length; i++)
        {
            double difference = exact[i] - approximate[i];
            square += difference * difference;
        }

        return new ColumnRowFacts(
            input.ExactSeconds, Math.Sqrt(square) / input.Norm, product.Error.Frobenius / input.Norm, input.Optimum(product.SampleCount));
    }
}
