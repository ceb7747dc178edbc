using System.Numerics;
using LowRank.Errors;
using LowRank.Tall;

namespace LowRank.Spaces;

/// <summary>A space of directions that grows block by block, and what it holds of A. How it is judged is a rule's business.</summary>
internal interface ISpace
{
    /// <summary>The number of directions.</summary>
    int Size { get; }

    /// <summary>How many directions come with a block.</summary>
    int BlockSize { get; }

    /// <summary>Whether there is no room for another block.</summary>
    bool IsComplete { get; }

    /// <summary>What the space leaves of A; its norm, ‖A‖_F known or estimated, is the unit of all shares.</summary>
    Residual Left { get; }

    /// <summary>Adds a block. False where the space cannot tell any more what it holds.</summary>
    bool TryExpand();

    /// <summary>σ_i² of what the space holds now, as shares of ‖A‖², descending; not to be written.</summary>
    double[] Shares();
}

/// <summary>A space with an orthonormal basis Q of directions of A's columns, and QᴴA.</summary>
internal interface IBasisSpace<T> : ISpace
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Q, m × d.</summary>
    TallBlock<T> Basis { get; }

    /// <summary>A matrix with the singular values of what the newest block captures, y_newᴴA.</summary>
    DenseMatrix<T> Newest { get; }

    /// <summary>Q, the SVD of QᴴA, and what Q leaves.</summary>
    Captured<T> Capture();
}

/// <summary>A space that can go on from its best directions when its room is full.</summary>
internal interface IRestartable
{
    /// <summary>Keeps the directions of the largest singular values, and what the next block starts from.</summary>
    void Compress(int keep);
}

/// <summary>A space that can go on in directions that have nothing to do with what it holds.</summary>
internal interface IRefreshable
{
    /// <summary>The number of random directions that the space has started from.</summary>
    int StartCount { get; }

    /// <summary>The next block holds random directions outside the space. False where there is no room for them.</summary>
    bool TryRefresh();
}

/// <summary>What a space has found: <c>leftᴴ A = W diag(s) Zᴴ rightᴴ</c>, and what lies outside the left basis.</summary>
/// <param name="Left">m × d, orthonormal columns.</param>
/// <param name="Core">W, s and Zᴴ.</param>
/// <param name="Right">n × e, orthonormal columns; null for the identity.</param>
/// <param name="Residual">What A has outside the left basis.</param>
/// <param name="Spectral">The same in the spectral norm, where it has been measured.</param>
/// <param name="TripletResiduals">The residual norm of each triplet, where the space knows them.</param>
internal sealed record Captured<T>(
    TallBlock<T> Left, ThinSvd<T> Core, DenseMatrix<T>? Right, Residual Residual, SpectralResidual? Spectral = null,
    double[]? TripletResiduals = null)
    where T : unmanaged, INumberBase<T>;
