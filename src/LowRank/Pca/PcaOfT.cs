using System.Collections.Immutable;
using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.PrincipalComponents;

namespace LowRank;

/// <summary>The principal components of samples: a model that takes samples to scores and back.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>
/// With m samples as the rows of A: <c>(A − 1μᵀ) D⁻¹ ≈ U diag(σ) Vᴴ</c>, with μ the <see cref="Mean"/>, D the <see cref="Scale"/> and Vᴴ
/// the <see cref="Components"/>. Variances have the denominator m − 1 (1 for a single sample). Signs are those of
/// <see cref="TruncatedSvd{T}"/>: of the scores of the samples fitted, the largest in magnitude is positive in each component. It keeps
/// nothing that grows with m. All members may be used from many threads at once.
/// </remarks>
public sealed class Pca<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly Standardization<T> _standardization;
    private readonly double[]? _whitening;

    internal Pca(TruncatedSvd<T> svd, Standardization<T> standardization, long sampleCount, bool whiten)
    {
        _standardization = standardization;
        SampleCount = checked((int)sampleCount);
        FeatureCount = svd.ColumnCount;
        Components = svd.VT;
        SingularValues = svd.SingularValues;
        ValueAccuracy = svd.ValueAccuracy;
        Error = svd.Error;
        Method = svd.Method;
        Mean = [.. standardization.Mean ?? new T[FeatureCount]];
        Scale = [.. standardization.Scale ?? Enumerable.Repeat(1.0, FeatureCount)];
        IsTotalVarianceEstimated = standardization.Norm is null;

        double norm = standardization.Norm ?? svd.Error.ReferenceNorm;
        double root = Math.Sqrt(Math.Max(1, sampleCount - 1));
        TotalVariance = Square(norm / root);
        ExplainedVariance = [.. SingularValues.Select(s => Square(s / root))];
        ExplainedVarianceRatio = [.. SingularValues.Select(s => norm == 0 ? 0 : Square(s / norm))];
        int left = (int)Math.Min(sampleCount, FeatureCount) - ComponentCount;
        NoiseVariance = left == 0 ? 0 : Square(svd.Error.Frobenius / root) / left;

        if (whiten)
        {
            // A component whose variance is rounding has no scores: they become 0, and not large noise.
            double floor = SingularValues.IsEmpty ? 0 : SingularValues[0] * Scalar<T>.Rounding(Math.Max(sampleCount, FeatureCount));
            _whitening = [.. SingularValues.Select(s => s > floor ? root / s : 0)];
        }
    }

    /// <summary>The number of samples m that were fitted.</summary>
    public int SampleCount { get; }

    /// <summary>The number of features n of a sample.</summary>
    public int FeatureCount { get; }

    /// <summary>The number of components k.</summary>
    public int ComponentCount => Components.RowCount;

    /// <summary>The mean of each feature: n numbers, zeros where samples are not centred.</summary>
    public ImmutableArray<T> Mean { get; }

    /// <summary>What each feature is divided by: n positive numbers, ones where samples are not scaled.</summary>
    public ImmutableArray<double> Scale { get; }

    /// <summary>The components as rows, conjugated for complex numbers: k × n, orthonormal rows, by falling variance.</summary>
    public DenseMatrix<T> Components { get; }

    /// <summary>The singular values of the centred and scaled samples: k numbers, falling.</summary>
    public ImmutableArray<double> SingularValues { get; }

    /// <summary>How well each singular value is known: k entries. The relative error of a variance is twice that of its singular
    /// value.</summary>
    public ImmutableArray<SingularValueAccuracy> ValueAccuracy { get; }

    /// <summary>The variance of the scores of each component, <c>σ² / (m − 1)</c>: k numbers.</summary>
    public ImmutableArray<double> ExplainedVariance { get; }

    /// <summary>The variance of each component as a share of <see cref="TotalVariance"/>: k numbers; zeros where all samples are
    /// equal.</summary>
    public ImmutableArray<double> ExplainedVarianceRatio { get; }

    /// <summary>The sum of the variances of all features, after scaling, and not only of what the components explain.</summary>
    public double TotalVariance { get; }

    /// <summary>Whether <see cref="TotalVariance"/> was estimated by random probes: of an operator that knows neither its norm nor its
    /// columns.</summary>
    public bool IsTotalVarianceEstimated { get; }

    /// <summary>
    /// The mean variance of the min(m, n) − k directions that were left out: σ² of probabilistic PCA (Tipping and Bishop, J. R. Statist.
    /// Soc. B 61 (1999)). 0 where none were.
    /// </summary>
    public double NoiseVariance { get; }

    /// <summary>The error of the centred and scaled samples that were fitted: <c>‖(A − 1μᵀ) D⁻¹ − U diag(σ) Vᴴ‖_F</c>, and how it is
    /// known.</summary>
    public ErrorEstimate Error { get; }

    /// <summary>The method of the singular value decomposition.</summary>
    public TruncatedSvdMethod Method { get; }

    /// <summary>Whether scores are divided by their standard deviations.</summary>
    public bool IsWhitening => _whitening is not null;

    /// <summary>The scores of samples: <c>(X − 1μᵀ) D⁻¹ V</c>, divided by their standard deviations where the model whitens.</summary>
    /// <param name="x">p samples as rows, of n features: a dense or sparse matrix, or an operator.</param>
    /// <returns>A new p × k matrix, row-major.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has other than n columns, or an entry is NaN or infinite.</exception>
    /// <remarks>Cost: 2pnk flops for a dense X, which is not copied.</remarks>
    public DenseMatrix<T> Transform(ILinearOperator<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.ColumnCount != FeatureCount)
        {
            throw new ArgumentException(
                $"x is {MatrixGuard.Shape(x)}, but it must have {FeatureCount} columns, as many as the samples fitted.", nameof(x));
        }

        if (x is DenseMatrix<T> dense)
        {
            MatrixGuard.Finite(dense, nameof(x));
        }

        DenseMatrix<T> scores = DenseMatrix.Uninitialized<T>(x.RowCount, ComponentCount, MatrixLayout.RowMajor);
        _standardization.Apply(x, isNormKnown: false).Multiply(Components.ConjugateTranspose(), scores);
        MatrixGuard.FiniteProduct(scores, x, nameof(x));
        if (_whitening is not null)
        {
            Kernels<T>.ScaleRows(_whitening, scores.Span.Transpose());
        }

        return scores;
    }

    /// <summary>The samples that scores stand for: <c>Y Vᴴ D + 1μᵀ</c>, with Y multiplied by the standard deviations first where the
    /// model whitens.</summary>
    /// <param name="scores">A p × k matrix Y.</param>
    /// <returns>A new p × n matrix, row-major.</returns>
    /// <exception cref="ArgumentException"><paramref name="scores"/> has other than k columns, or an entry is NaN or infinite.</exception>
    /// <remarks>Cost: 2pnk flops.</remarks>
    public DenseMatrix<T> InverseTransform(DenseMatrix<T> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.ColumnCount != ComponentCount)
        {
            throw new ArgumentException(
                $"scores is {MatrixGuard.Shape(scores)}, but it must have {ComponentCount} columns, one a component.", nameof(scores));
        }

        MatrixGuard.Finite(scores, nameof(scores));
        using Workspace<T> workspace = new();
        DenseMatrix<T> right = Components;
        if (_whitening is not null)
        {
            right = workspace.Rent(ComponentCount, FeatureCount);
            Kernels<T>.Copy(Components.Span, right.Span);
            Kernels<T>.ScaleRows(Array.ConvertAll(_whitening, factor => factor == 0 ? 0 : 1 / factor), right.Span);
        }

        DenseMatrix<T> samples = DenseMatrix.Uninitialized<T>(scores.RowCount, FeatureCount, MatrixLayout.RowMajor);
        Kernels<T>.Gemm(T.One, scores.Span, right.Span, T.Zero, samples.Span);
        if (_standardization.Scale is { } scale)
        {
            Kernels<T>.ScaleRows(scale, samples.Span.Transpose());
        }

        if (_standardization.Mean is { } mean)
        {
            Kernels<T>.SubtractRow(samples.Span, Array.ConvertAll(mean, value => -value), [], samples.Span);
        }

        return samples;
    }

    /// <summary>The number of samples, features and components, and the variance explained.</summary>
    /// <returns>A line such as <c>Pca 60000 × 784, 50 components, 86.3 % of the variance</c>.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"Pca {SampleCount} × {FeatureCount}, {ComponentCount} components, {100 * ExplainedVarianceRatio.Sum():F1} % of the variance");

    /// <summary>Multiplies by the factors that take scores to whitened scores; does nothing where the model does not whiten.</summary>
    internal void Whiten(double[] factors)
    {
        for (int j = 0; j < factors.Length && _whitening is not null; j++)
        {
            factors[j] *= _whitening[j];
        }
    }

    private static double Square(double value) => value * value;
}
