using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Nystrom;

/// <summary>Which of the proposed pivots a block takes.</summary>
internal enum PivotRule
{
    /// <summary>All that are independent, the largest residual first.</summary>
    LargestFirst,

    /// <summary>In the order proposed, each with the probability that its residual still has of what it had when it was proposed.</summary>
    Rejection,
}

/// <summary>
/// A partial Cholesky factorisation <c>A ≈ F Fᴴ</c> of a positive semidefinite matrix that grows by blocks of pivots, and the exact
/// diagonal of its residual. The residual is positive semidefinite, and zero in the rows and columns of the pivots.
/// </summary>
internal sealed class PartialCholesky<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly KernelReader<T> _kernel;
    private readonly Workspace<T> _workspace;
    private readonly double[] _diagonal;
    private readonly double[] _residual;
    private readonly double[] _amplification;
    private readonly List<int> _pivots = [];
    private readonly List<double> _traceGains = [];
    private readonly List<double> _squareGains = [];
    private readonly double _diagonalNorm;
    private DenseMatrix<T> _factor;

    public PartialCholesky(KernelReader<T> kernel, int capacity, Workspace<T> workspace)
    {
        _kernel = kernel;
        _workspace = workspace;
        _diagonal = kernel.Diagonal();
        _residual = [.. _diagonal];
        _amplification = [.. _diagonal];
        _factor = workspace.Rent(kernel.Size, Math.Min(capacity, 32));
        Trace = _diagonal.Sum();
        if (!double.IsFinite(Trace))
        {
            throw new ArgumentException($"The trace of {kernel.Name} overflows; scale the matrix down.", kernel.Name);
        }

        double largest = _diagonal.Length == 0 ? 0 : _diagonal.Max();
        _diagonalNorm = largest == 0 ? 0 : largest * Math.Sqrt(_diagonal.Sum(d => d / largest * (d / largest)));
    }

    public int Rank => _pivots.Count;

    public IReadOnlyList<int> Pivots => _pivots;

    /// <summary>The diagonal of A − F Fᴴ; exactly 0 at pivots, and where only rounding is left.</summary>
    public double[] Residual => _residual;

    public double Trace { get; }

    public double ResidualTrace => _residual.Sum();

    /// <summary>What was negative in the residual, and taken as 0: rounding, if A is positive semidefinite.</summary>
    public double NegativeTrace { get; private set; }

    /// <summary>F, n × rank; it belongs to the workspace.</summary>
    public DenseMatrix<T> Factor => _factor.AsColumns(0, Rank);

    /// <summary>How much of the residual's trace may be rounding.</summary>
    public double RoundingTrace => Enumerable.Range(0, _diagonal.Length).Sum(Floor);

    /// <summary>
    /// How far rounding may move the residual from a semidefinite one, whose trace bounds its norm: 4 ε Σ_i (a_i + Σ_s |w_si|² a_s), with
    /// W = A_JJ⁻¹ A_J:, since a change δ of A changes the Schur complement by [W; −I]ᴴ δ [W; −I]. At n k² flops; in double precision what
    /// <see cref="RoundingTrace"/> may lack of it is beyond the digits of any error, and is left out.
    /// </summary>
    public double RoundingNorm()
    {
        if (!Scalar<T>.IsSingle || Rank == 0)
        {
            return RoundingTrace;
        }

        using Workspace<T> temporary = new();
        DenseMatrix<T> weights = temporary.Rent(Rank, _kernel.Size);
        Kernels<T>.Copy(Factor.Span.ConjugateTranspose(), weights.Span);
        Kernels<T>.SolveUpper(Rows([.. _pivots], temporary).Span.ConjugateTranspose(), weights.Span);
        Kernels<T>.ScaleRows([.. _pivots.Select(pivot => Math.Sqrt(_diagonal[pivot]))], weights.Span);
        double size = weights.FrobeniusNorm();
        return Math.Max(RoundingTrace, 4 * Scalar<T>.Epsilon * (Trace + (size * size)));
    }

    /// <summary>
    /// A lower bound of ‖A‖_F: the norm of its diagonal, or that of the first <paramref name="rank"/> columns' F Fᴴ, which A exceeds by a
    /// positive semidefinite matrix.
    /// </summary>
    public double SmallestNorm(int rank) => Math.Max(_diagonalNorm, Trace * Math.Sqrt(_squareGains.Take(rank).Sum()));

    /// <summary>
    /// Adds those of the proposed pivots that the rule takes, at most <paramref name="limit"/>; returns how many. If none, their
    /// residuals were rounding and are 0 from now on, so that a loop over proposals ends.
    /// </summary>
    /// <param name="proposals">Columns; with repetitions only for <see cref="PivotRule.Rejection"/>.</param>
    /// <param name="rule">Which are taken.</param>
    /// <param name="limit">The most to take.</param>
    /// <param name="uniform">For <see cref="PivotRule.Rejection"/>: a number in [0, 1) for each proposal.</param>
    public int Append(int[] proposals, PivotRule rule, int limit, Func<int, double>? uniform = null)
    {
        using Workspace<T> temporary = new();
        DenseMatrix<T> block = ResidualBlock(proposals, temporary);
        (List<int> accepted, DenseMatrix<T> lower) = new BlockPivoting(this, proposals, block, temporary).Run(rule, limit, uniform);
        if (accepted.Count == 0)
        {
            return 0;
        }

        int[] chosen = [.. accepted.Select(i => proposals[i])];
        EnsureCapacity(Rank + chosen.Length);
        DenseMatrix<T> columns = _factor.AsColumns(Rank, chosen.Length);
        _kernel.CopyColumns(chosen, columns);
        Deflate(chosen, columns, temporary);

        // F := G L⁻ᴴ, with L the Cholesky factor of the chosen block.
        DenseMatrix<T> upper = temporary.Rent(chosen.Length, chosen.Length);
        Kernels<T>.Copy(lower.Span.ConjugateTranspose(), upper.Span);
        Kernels<T>.SolveUpperFromRight(upper.Span, columns.Span);
        RepeatPivotRows(chosen, lower, columns);
        Account(chosen, lower, columns, temporary);
        return chosen.Length;
    }

    /// <summary>Takes the last columns away again.</summary>
    public void Cut(int rank)
    {
        for (int j = rank; j < Rank; j++)
        {
            ReadOnlySpan<T> column = _factor.Span.Major(j);
            for (int i = 0; i < column.Length; i++)
            {
                double magnitude = Scalar<T>.Abs(column[i]);
                _residual[i] += magnitude * magnitude;
            }
        }

        _pivots.RemoveRange(rank, Rank - rank);
        _traceGains.RemoveRange(rank, _traceGains.Count - rank);
        _squareGains.RemoveRange(rank, _squareGains.Count - rank);
    }

    /// <summary>tr(A − F Fᴴ) for the first <paramref name="rank"/> columns.</summary>
    public double ResidualTraceAt(int rank) => ResidualTrace + _traceGains.Skip(rank).Sum();

    /// <summary>
    /// Below it a residual is rounding. Noise of ε √(a_i a_s) in entry (i, s), divided by the root of the pivot g_s and multiplied by
    /// f_is, adds up over the columns, in quadrature, to ε (a_i Σ_s f_is² a_s / g_s)^½: some √k ε a_i, but much more where a small pivot
    /// was taken while others were large.
    /// </summary>
    private double Floor(int i) => 8 * Scalar<T>.Epsilon * Math.Sqrt(_diagonal[i]) * Math.Sqrt(_amplification[i]);

    /// <summary>A[S, S] − F[S, :] F[S, :]ᴴ. Of a single pivot the diagonal is known already.</summary>
    private DenseMatrix<T> ResidualBlock(int[] proposals, Workspace<T> temporary)
    {
        DenseMatrix<T> block = temporary.Rent(proposals.Length, proposals.Length);
        if (proposals.Length == 1)
        {
            block.Span[0, 0] = Scalar<T>.FromDouble(_diagonal[proposals[0]]);
        }
        else
        {
            _kernel.Block(proposals, block);
        }

        DenseMatrix<T> rows = Rows(proposals, temporary);
        Kernels<T>.Gemm(-T.One, rows.Span, rows.Span.ConjugateTranspose(), T.One, block.Span);
        return block;
    }

    /// <summary>columns := columns − F F[chosen, :]ᴴ.</summary>
    private void Deflate(int[] chosen, DenseMatrix<T> columns, Workspace<T> temporary) =>
        Kernels<T>.Gemm(-T.One, Factor.Span, Rows(chosen, temporary).Span.ConjugateTranspose(), T.One, columns.Span);

    private DenseMatrix<T> Rows(int[] indices, Workspace<T> temporary)
    {
        DenseMatrix<T> rows = temporary.Rent(indices.Length, Rank);
        Kernels<T>.GatherRows(Factor.Span, indices, rows.Span);
        return rows;
    }

    /// <summary>
    /// In the new pivots' rows F is L, and in the older ones' it is 0, both but for rounding: more than that shows that A is not Hermitian.
    /// </summary>
    private void RepeatPivotRows(int[] chosen, DenseMatrix<T> lower, DenseMatrix<T> columns)
    {
        for (int u = 0; u < chosen.Length; u++)
        {
            Span<T> column = columns.Span.Major(u);
            for (int p = 0; p < Rank + chosen.Length; p++)
            {
                int v = p - Rank;
                int row = v < 0 ? _pivots[p] : chosen[v];
                T expected = v >= u ? lower.Span[v, u] : T.Zero;
                double difference = Scalar<T>.Abs(column[row] - expected);
                if (!(difference * difference <= PsdGuard.Tolerance<T>() * _diagonal[row]))
                {
                    PsdGuard.ThrowNotHermitian(
                        $"its entry at row {row}, column {chosen[u]} does not fit what its other entries say of it", _kernel.Name);
                }

                column[row] = expected;
            }
        }
    }

    private void Account(int[] chosen, DenseMatrix<T> lower, DenseMatrix<T> columns, Workspace<T> temporary)
    {
        double largest = _diagonal.Length == 0 ? 0 : _diagonal.Max();
        double[] gains = new double[chosen.Length];
        for (int u = 0; u < chosen.Length; u++)
        {
            ReadOnlySpan<T> column = columns.Span.Major(u);
            double pivot = Scalar<T>.ToDouble(lower.Span[u, u]);
            double growth = _diagonal[chosen[u]] / pivot / pivot;
            for (int i = 0; i < column.Length; i++)
            {
                double magnitude = Scalar<T>.Abs(column[i]);
                _residual[i] -= magnitude * magnitude;
                _amplification[i] += magnitude * magnitude * growth;
            }

            gains[u] = Kernels<T>.SumOfSquares(column);
        }

        AccountNorm(columns, gains, temporary);
        _pivots.AddRange(chosen);
        _traceGains.AddRange(gains);
        foreach (int pivot in chosen)
        {
            _residual[pivot] = 0;
        }

        for (int i = 0; i < _residual.Length; i++)
        {
            // Half of the digits for what the input may be off by, and what small pivots have made of rounding.
            if (_residual[i] < -(PsdGuard.Tolerance<T>() * (_diagonal[i] + (Scalar<T>.Epsilon * largest))) - (4 * Floor(i)))
            {
                PsdGuard.ThrowIndefinite(
                    $"by Schur complement its diagonal entry {i}, {_diagonal[i]}, leaves {_residual[i]} beside the columns chosen so far",
                        _kernel.Name);
            }

            if (_residual[i] <= Floor(i))
            {
                NegativeTrace += Math.Max(0, -_residual[i]);
                _residual[i] = 0;
            }
        }
    }

    /// <summary>‖[F f] [F f]ᴴ‖² − ‖F Fᴴ‖² = 2 ‖Fᴴf‖² + ‖f‖⁴, column by column, in units of the trace.</summary>
    private void AccountNorm(DenseMatrix<T> columns, double[] gains, Workspace<T> temporary)
    {
        DenseMatrix<T> inner = temporary.Rent(Rank + columns.ColumnCount, columns.ColumnCount);
        DenseMatrix<T> all = _factor.AsColumns(0, Rank + columns.ColumnCount);
        Kernels<T>.Gemm(T.One, all.Span.ConjugateTranspose(), columns.Span, T.Zero, inner.Span);
        for (int u = 0; u < gains.Length; u++)
        {
            double square = gains[u] / Trace * (gains[u] / Trace);
            for (int p = 0; p < Rank + u; p++)
            {
                double share = Scalar<T>.Abs(inner.Span[p, u]) / Trace;
                square += 2 * share * share;
            }

            _squareGains.Add(square);
        }
    }

    private void EnsureCapacity(int columns)
    {
        if (columns <= _factor.ColumnCount)
        {
            return;
        }

        DenseMatrix<T> grown = _workspace.Rent(_kernel.Size, Math.Min(_kernel.Size, Math.Max(columns, 2 * _factor.ColumnCount)));
        Kernels<T>.Copy(Factor.Span, grown.AsColumns(0, Rank).Span);
        _factor = grown;
    }

    /// <summary>Cholesky of the residual's block of proposals, left-looking, taking one pivot after the other.</summary>
    private sealed class BlockPivoting
    {
        private readonly PartialCholesky<T> _owner;
        private readonly int[] _proposals;
        private readonly DenseMatrix<T> _block;
        private readonly DenseMatrix<T> _columns;
        private readonly double[] _left;
        private readonly bool[] _isDone;
        private readonly List<int> _accepted = [];

        public BlockPivoting(PartialCholesky<T> owner, int[] proposals, DenseMatrix<T> block, Workspace<T> temporary)
        {
            _owner = owner;
            _proposals = proposals;
            _block = block;
            _columns = temporary.Rent(proposals.Length, proposals.Length);
            _left = new double[proposals.Length];
            _isDone = new bool[proposals.Length];
            for (int i = 0; i < proposals.Length; i++)
            {
                // A column that is exhausted already is not to be revived by rounding.
                _left[i] = owner._residual[proposals[i]] == 0 ? 0 : Scalar<T>.ToDouble(block.Span[i, i]);
            }
        }

        /// <summary>The positions taken, in order, and their lower triangular factor.</summary>
        public (List<int> Accepted, DenseMatrix<T> Lower) Run(PivotRule rule, int limit, Func<int, double>? uniform)
        {
            double[] proposed = [.. _left];
            for (int step = 0; step < _proposals.Length && _accepted.Count < limit; step++)
            {
                int i = rule == PivotRule.Rejection ? step : Largest();
                if (_left[i] <= Floor(i))
                {
                    if (proposed[i] <= Floor(i))
                    {
                        _owner._residual[_proposals[i]] = 0;
                    }
                }
                else if (uniform is null || uniform(i) * proposed[i] < _left[i])
                {
                    Accept(i);
                }

                _isDone[i] = true;
            }

            int count = _accepted.Count;
            DenseMatrix<T> lower = _block.AsBlock(0, 0, count, count);
            for (int u = 0; u < count; u++)
            {
                for (int v = 0; v < count; v++)
                {
                    lower.Span[v, u] = v < u ? T.Zero : _columns.Span[_accepted[v], u];
                }
            }

            return (_accepted, lower);
        }

        private double Floor(int i) => _owner.Floor(_proposals[i]);

        private int Largest()
        {
            int largest = -1;
            for (int i = 0; i < _left.Length; i++)
            {
                if (!_isDone[i] && (largest < 0 || _left[i] > _left[largest]))
                {
                    largest = i;
                }
            }

            return largest;
        }

        private void Accept(int pivot)
        {
            int u = _accepted.Count;
            Span<T> column = _columns.Span.Major(u);
            _block.Span.Major(pivot).CopyTo(column);
            for (int w = 0; w < u; w++)
            {
                ReadOnlySpan<T> earlier = _columns.Span.Major(w);
                T factor = Scalar<T>.Conjugate(earlier[pivot]);
                for (int i = 0; i < column.Length; i++)
                {
                    column[i] -= earlier[i] * factor;
                }
            }

            double root = Math.Sqrt(_left[pivot]);
            Kernels<T>.ScaleVector(Scalar<T>.FromDouble(1 / root), column);
            column[pivot] = Scalar<T>.FromDouble(root);
            for (int i = 0; i < column.Length; i++)
            {
                double magnitude = Scalar<T>.Abs(column[i]);
                _left[i] -= magnitude * magnitude;
            }

            _accepted.Add(pivot);
        }
    }
}
