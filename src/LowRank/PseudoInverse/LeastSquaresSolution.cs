using System.Collections.Immutable;
using System.Numerics;
using LowRank.PseudoInverses;

namespace LowRank;

/// <summary>The solution of <c>min ‖A X − B‖_F</c> of smallest norm, and what is known of it.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class LeastSquaresSolution<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly Lazy<KeptSpectrum> _spectrum;

    internal LeastSquaresSolution(DenseMatrix<T> solution, ImmutableArray<double> residualNorms, Inversion<T> inversion)
    {
        Solution = solution;
        ResidualNorms = residualNorms;
        Rank = inversion.Product.Rank;
        Method = inversion.Method;
        Reason = inversion.Reason;
        _spectrum = inversion.Spectrum;
    }

    /// <summary>X, n × p, in the layout of B.</summary>
    public DenseMatrix<T> Solution { get; }

    /// <summary><c>‖A x_j − b_j‖₂</c> for each of the p columns, computed from the solution.</summary>
    public ImmutableArray<double> ResidualNorms { get; }

    /// <summary>The effective rank of A: the number of singular values above the threshold.</summary>
    public int Rank { get; }

    /// <summary>The method that was used; never <see cref="PseudoInverseMethod.Auto"/>.</summary>
    public PseudoInverseMethod Method { get; }

    /// <summary>Why that method, in words for people.</summary>
    public string Reason { get; }

    /// <summary>The singular values of A above the threshold, descending; computed when they are first asked for where the method did
    /// without.</summary>
    public ImmutableArray<double> SingularValues => ImmutableArray.Create(_spectrum.Value.Values);

    /// <summary>Singular values of A up to this number counted as zero.</summary>
    public double Threshold => _spectrum.Value.Threshold;
}
