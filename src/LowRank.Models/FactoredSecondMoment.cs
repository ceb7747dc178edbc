using System.Collections.Immutable;
using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank;

/// <summary>
/// The moving average of squared gradients in m + n numbers instead of mn, as the AdaFactor optimiser keeps it: the averages of their row
/// and column sums, whose product over the total is the estimate <c>v_ij = r_i c_j / Σ_j c_j</c>.
/// </summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <remarks>Source: Shazeer and Stern, "Adafactor: adaptive learning rates with sublinear memory cost", ICML 2018. Not for use by several
/// threads at once.</remarks>
public sealed class FactoredSecondMoment<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly FactoredSecondMomentOptions _options;
    private readonly double[] _rows;
    private readonly double[] _columns;

    /// <summary>Starts without a gradient.</summary>
    /// <param name="rows">The number of rows m.</param>
    /// <param name="columns">The number of columns n.</param>
    /// <param name="options">The options; the defaults if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative, or an option is out of range.</exception>
    public FactoredSecondMoment(int rows, int columns, FactoredSecondMomentOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Scalar<T>.EnsureSupported();
        _options = options ?? new FactoredSecondMomentOptions();
        _options.Validate();
        _rows = new double[rows];
        _columns = new double[columns];
    }

    /// <summary>The number t of gradients so far.</summary>
    public int StepCount { get; private set; }

    /// <summary>The averages of the row sums, m numbers.</summary>
    public ImmutableArray<double> RowSums => [.. _rows];

    /// <summary>The averages of the column sums, n numbers.</summary>
    public ImmutableArray<double> ColumnSums => [.. _columns];

    /// <summary>The weight of the past at step t, <c>β_t = 1 − t^(−c)</c>: 0 for the first.</summary>
    /// <param name="step">t, from 1.</param>
    /// <returns>A number from 0 to below 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step is below 1.</exception>
    public double Decay(int step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        return 1 - Math.Pow(step, -_options.DecayExponent);
    }

    /// <summary>Takes a gradient into the averages: <c>r ← β r + (1 − β) Σ_j (|g_ij|² + ε₁)</c>, and the same for the columns.</summary>
    /// <param name="gradient">An m × n matrix.</param>
    /// <exception cref="ArgumentException">It has another shape, or an entry that is not finite. The averages are unchanged
    /// then.</exception>
    public void Update(DenseMatrix<T> gradient)
    {
        Check(gradient, nameof(gradient));
        StepCount++;
        double past = Decay(StepCount);
        double weight = 1 - past;
        for (int i = 0; i < _rows.Length; i++)
        {
            _rows[i] *= past;
        }

        for (int j = 0; j < _columns.Length; j++)
        {
            _columns[j] *= past;
        }

        MatrixSpan<T> span = gradient.Span;
        for (int i = 0; i < _rows.Length; i++)
        {
            for (int j = 0; j < _columns.Length; j++)
            {
                double magnitude = Scalar<T>.Abs(span[i, j]);
                double square = weight * ((magnitude * magnitude) + _options.SquareFloor);
                _rows[i] += square;
                _columns[j] += square;
            }
        }
    }

    /// <summary>The estimate of the squared gradient in one entry.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column, from 0.</param>
    /// <returns><c>r_i c_j / Σ_j c_j</c>; 0 before the first update.</returns>
    public double Estimate(int row, int column)
    {
        double total = _columns.Sum();
        return total == 0 ? 0 : _rows[row] * (_columns[column] / total);
    }

    /// <summary>
    /// The step that AdaFactor takes for a gradient that the averages hold already: <c>u = g / √v</c>, shortened to <c>u / max(1,
    /// RMS(u)/d)</c>, times <c>max(ε₂, RMS(θ))</c>.
    /// </summary>
    /// <param name="gradient">g, an m × n matrix.</param>
    /// <param name="parameters">θ, an m × n matrix.</param>
    /// <returns>A new m × n matrix, to be multiplied by the learning rate and taken off θ. Where v is 0, so is g, and the step.</returns>
    /// <exception cref="ArgumentException">A matrix has another shape, or an entry that is not finite.</exception>
    public DenseMatrix<T> Step(DenseMatrix<T> gradient, DenseMatrix<T> parameters)
    {
        Check(gradient, nameof(gradient));
        double size = Math.Max(_options.ScaleFloor, RootMeanSquare(Check(parameters, nameof(parameters))));
        DenseMatrix<T> step = DenseMatrix.Create<T>(_rows.Length, _columns.Length, gradient.Layout);
        double total = _columns.Sum();
        for (int i = 0; i < _rows.Length; i++)
        {
            for (int j = 0; j < _columns.Length; j++)
            {
                double estimate = total == 0 ? 0 : _rows[i] * (_columns[j] / total);
                step.Span[i, j] = estimate == 0 ? T.Zero : gradient.Span[i, j] * Scalar<T>.FromDouble(1 / Math.Sqrt(estimate));
            }
        }

        double clipping = Math.Max(1, RootMeanSquare(step.FrobeniusNorm()) / _options.ClippingThreshold);
        Kernels<T>.Scale(Scalar<T>.FromDouble(size / clipping), step.Span);
        return step;
    }

    private double RootMeanSquare(double norm) =>
        _rows.Length == 0 || _columns.Length == 0 ? 0 : norm / Math.Sqrt((double)_rows.Length * _columns.Length);

    private double Check(DenseMatrix<T> matrix, string name)
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        MatrixGuard.HasShape(matrix, _rows.Length, _columns.Length, name);
        return MatrixGuard.Finite(matrix, name);
    }
}
