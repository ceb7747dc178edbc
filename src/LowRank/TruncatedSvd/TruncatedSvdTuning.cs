using LowRank.Kernels;

namespace LowRank.TruncatedSvds;

/// <summary>The thresholds by which <see cref="TruncatedSvdMethod.Auto"/> chooses, and what its searches are given.</summary>
internal sealed record TruncatedSvdTuning
{
    /// <summary>How near each value must be to the true one, as a share of it, where values are asked for.</summary>
    public double ValueTarget { get; init; } = SingularValueAccuracy.DefaultTarget;

    /// <summary>Below this value of m n min(m, n) LAPACK's thin SVD takes some tens of milliseconds, and there is little to save.</summary>
    public double SmallProblem { get; init; } = 5e7;

    /// <summary>From this share of all triplets on, in the sketch, a Krylov space that converges is most of the whole space.</summary>
    public double LargestShare { get; init; } = 0.4;

    /// <summary>The full SVD costs as many flops as products with some 4 min(m, n) columns of A, at about a third of their rate.</summary>
    public double DenseColumns { get; init; } = 12;

    /// <summary>A Gram matrix costs half a product with n columns,</summary>
    public double GramShare { get; init; } = 0.5;

    /// <summary>and its eigenvectors some ten times n³;</summary>
    public double GramCube { get; init; } = 10;

    /// <summary>a Krylov space about five products with the sketch's columns each way.</summary>
    public double KrylovColumns { get; init; } = 5;

    /// <summary>Sketches of matrices with a shorter side from here on are rounded up to where products are fastest.</summary>
    public int AlignedFrom { get; init; } = 500;

    /// <summary>Operators that can be written out are, up to half a gigabyte of doubles.</summary>
    public long LargestWrittenOut { get; init; } = 1L << 26;

    /// <summary>To a multiple of this.</summary>
    public int Alignment { get; init; } = Machine.ColumnAlignment;

    /// <summary>Blocks of block Lanczos are half a sketch wide: four of them, which most spectra need, are twice the sketch, and narrower
    /// ones spend more time on passes over A than they save on products.</summary>
    public double BlockShare { get; init; } = 0.5;

    /// <summary>Five such blocks fill the memory that is allowed, 4 (m + n) l elements with the result;</summary>
    public int MostBlocks { get; init; } = 5;

    /// <summary>but there is always room for so many directions, since a space that is compressed converges more slowly, and values of flat
    /// spectra take seven blocks.</summary>
    public int LeastRoom { get; init; } = 256;

    /// <summary>The widest block of a search for a tolerance, where the rank is not known before; and a share of min(m, n) for small
    /// matrices.</summary>
    public int WidestBlock { get; init; } = 64;

    public int ToleranceShare { get; init; } = 32;

    /// <summary>Restarts of an operator that has no dense form to fall back on: a judgement.</summary>
    public int MostRestarts { get; init; } = 20;

    /// <summary>Blocks of a normal Krylov space to a tolerance have this many columns, or twice as many;</summary>
    public int NormalUnit { get; init; } = Machine.SingleColumns;

    /// <summary>those to a rank are as wide as the sketch, rounded up to a multiple of this, so that no copy of a multiple value can be
    /// missing.</summary>
    public int SmallNormalUnit { get; init; } = Machine.SmallSingleColumns;

    /// <summary>From so large a shorter side on, a normal Krylov space to a tolerance takes blocks of two units: it needs many, and half as
    /// many passes over A then.</summary>
    public int WideBlocksFrom { get; init; } = 800;

    /// <summary>A space of more than this share of all directions is most of the whole space: there the dense path is faster.</summary>
    public double LargestPart { get; init; } = 0.5;

    /// <summary>Directions beyond the rank that a last product takes, to make up for rounding.</summary>
    public int SpareDirections { get; init; } = 4;

    /// <summary>Room for so many blocks is made at once for a tolerance, since what has not been written takes no memory; what has, twice
    /// while it moves.</summary>
    public int RoomToTolerance { get; init; } = 8;

    /// <summary>Two blocks of a normal Krylov space, each of about as many columns as the rank, are enough where singular values fall as
    /// 1/i; there must be room for three,</summary>
    public int FewestNormalBlocks { get; init; } = 3;

    /// <summary>and no more than six are tried, or as many as make up this many directions: a judgement.</summary>
    public int MostNormalBlocks { get; init; } = 6;

    public int LeastNormalRoom { get; init; } = 384;

    /// <summary>Where each reading of A is dear, blocks are so many times wider: fewer readings, for more products.</summary>
    public int WideForReadings { get; init; } = 2;

    /// <summary>How much less than foretold the result may capture, as a share of its squared error, before the precision of the search is
    /// blamed: a judgement, a tenth of what an excess of 1 % is in the square.</summary>
    public double CaptureSlack { get; init; } = 2e-3;

    /// <summary>Memory that is much longer across than down is read twice for what is once here.</summary>
    public double LargestShape { get; init; } = 2;

    /// <summary>A value whose residual alone tells how near it is, is taken to gain no more slowly than this at each half step.</summary>
    public double SlowestRate { get; init; } = 0.95;

    /// <summary>A basis found in single precision is right to about its rounding; where it leaves less than a hundred times that, it may
    /// have missed directions.</summary>
    public double MixedFloor { get; init; } = 100 * 1.1920928955078125e-7;

    /// <summary>Where the last singular value that is wanted of a Gram matrix is below this share of σ₁ (times √ε), its direction begins to
    /// suffer.</summary>
    public double GramMargin { get; init; } = 100;

    /// <summary>Of a tolerance in the spectral norm, what may be left outside the eigenvectors that are taken: it moves the threshold of
    /// what is dropped of them by 0.5 %.</summary>
    public double SpectralShare { get; init; } = 0.1;

    /// <summary>Narrow blocks converge in the fewest products; this many columns cost a product hardly more than one does.</summary>
    public int LanczosBlock { get; init; } = 8;

    /// <summary>The room of restarted Lanczos, in blocks beyond twice the rank, and what a restart keeps, in blocks beyond the
    /// rank.</summary>
    public int LanczosRoom { get; init; } = 6;

    public int LanczosKept { get; init; } = 2;

    /// <summary>Restarts after which Lanczos by name fails.</summary>
    public int MostLanczosRestarts { get; init; } = 500;

    /// <summary>Restarts after which the full SVD, where it is open to the caller, is the faster way.</summary>
    public int RestartsBeforeFull { get; init; } = 50;

    /// <summary>A number of columns, rounded up to where products are fastest.</summary>
    public long Aligned(long columns) => (columns + Alignment - 1) / Alignment * Alignment;
}
