namespace LowRank.Interop;

internal enum LibraryKind
{
    /// <summary>The library that this project links from MKL's static archives.</summary>
    TrimmedMkl,

    /// <summary>A stock <c>mkl_rt</c>, which loads its parts when first called.</summary>
    MklRuntime,

    OpenBlas,

    /// <summary>Anything else that has all the functions with 64-bit integers, for example a library linked by MKL's builder.</summary>
    Other,
}
