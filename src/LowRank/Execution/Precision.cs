namespace LowRank;

/// <summary>The precision in which a randomised method looks for directions.</summary>
public enum Precision
{
    /// <summary>
    /// The default. <see cref="TruncatedSvdMethod.Auto"/> looks for directions in single precision where that pays, and takes them where
    /// the last product, the result and its error, all in the precision of the input, prove that they were good enough; else it goes on
    /// in full precision. The other methods take <see cref="Full"/>.
    /// </summary>
    Auto,

    /// <summary>The precision of the input, throughout.</summary>
    Full,

    /// <summary>
    /// For <see cref="double"/> input: power iterations in single precision, on blocks of A that are rounded as they are needed; the last
    /// product, all that is measured and the result in double. Directions whose singular values are below some 10⁻⁶ σ₁ cannot be found
    /// that way: where the error turns out so small, the iteration is done again in double. Other element types are not affected.
    /// </summary>
    Mixed,
}
