using System.Numerics;
using LowRank.Kernels;

namespace LowRank.PseudoInverses;

/// <summary>What an upper triangle T says of A = Q T Zᴴ, computed only when it is asked for.</summary>
internal static class TriangleSpectrum<T>
    where T : unmanaged, INumberBase<T>
{
    public static Lazy<KeptSpectrum> Of(DenseMatrix<T> triangle, ThresholdRule rule) => new(() =>
    {
        double[] values = new double[triangle.ColumnCount];
        Kernels<T>.SingularValues(triangle.Span, values);
        return new KeptSpectrum(values, values.Length == 0 ? rule.Absolute : rule.Of(values[0]), SvdDriver.DivideAndConquer);
    });
}
