namespace ImageCompression;

/// <summary>How a picture is compressed.</summary>
internal enum Way
{
    /// <summary>A ≈ U diag(σ) Vᵀ: the least error of a rank, in numbers that are no pixels.</summary>
    Svd,

    /// <summary>A ≈ A[:, J] Z: some columns of pixels, and how the others follow from them.</summary>
    Interpolative,

    /// <summary>A ≈ C U R: some columns and some rows of pixels, and a small matrix between them.</summary>
    Cur,

    /// <summary>The SVD of the matrix whose rows are the tiles of the picture: what tiles have in common is kept once.</summary>
    TiledSvd,
}

/// <summary>What the ways are called.</summary>
internal static class Ways
{
    public static string Name(this Way way) => way switch
    {
        Way.Svd => "SVD",
        Way.Interpolative => "ID, by columns",
        Way.Cur => "CUR, by columns and rows",
        _ => $"SVD of {Tiles.Side} × {Tiles.Side} tiles",
    };
}
