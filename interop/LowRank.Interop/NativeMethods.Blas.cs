using System.Numerics;
using System.Runtime.InteropServices;

namespace LowRank.Interop;

// CBLAS: everything by value but complex scalars, which go by address.
internal static unsafe partial class NativeMethods
{
    // C := alpha op(A) op(B) + beta C

    [LibraryImport(Library)]
    internal static partial void cblas_sgemm(
        CblasLayout layout, CblasTranspose transA, CblasTranspose transB, long m, long n, long k, float alpha, float* a, long lda,
        float* b, long ldb, float beta, float* c, long ldc);

    [LibraryImport(Library)]
    internal static partial void cblas_dgemm(
        CblasLayout layout, CblasTranspose transA, CblasTranspose transB, long m, long n, long k, double alpha, double* a, long lda,
        double* b, long ldb, double beta, double* c, long ldc);

    [LibraryImport(Library)]
    internal static partial void cblas_zgemm(
        CblasLayout layout, CblasTranspose transA, CblasTranspose transB, long m, long n, long k, Complex* alpha, Complex* a,
        long lda, Complex* b, long ldb, Complex* beta, Complex* c, long ldc);

    // B := alpha op(A)⁻¹ B, or alpha B op(A)⁻¹, with A triangular

    [LibraryImport(Library)]
    internal static partial void cblas_strsm(
        CblasLayout layout, CblasSide side, CblasUplo uplo, CblasTranspose transA, CblasDiag diag, long m, long n, float alpha,
        float* a, long lda, float* b, long ldb);

    [LibraryImport(Library)]
    internal static partial void cblas_dtrsm(
        CblasLayout layout, CblasSide side, CblasUplo uplo, CblasTranspose transA, CblasDiag diag, long m, long n, double alpha,
        double* a, long lda, double* b, long ldb);

    [LibraryImport(Library)]
    internal static partial void cblas_ztrsm(
        CblasLayout layout, CblasSide side, CblasUplo uplo, CblasTranspose transA, CblasDiag diag, long m, long n, Complex* alpha,
        Complex* a, long lda, Complex* b, long ldb);

    // C := alpha A Aᴴ + beta C, or alpha Aᴴ A + beta C; one triangle of C is written

    [LibraryImport(Library)]
    internal static partial void cblas_ssyrk(
        CblasLayout layout, CblasUplo uplo, CblasTranspose trans, long n, long k, float alpha, float* a, long lda, float beta,
        float* c, long ldc);

    [LibraryImport(Library)]
    internal static partial void cblas_dsyrk(
        CblasLayout layout, CblasUplo uplo, CblasTranspose trans, long n, long k, double alpha, double* a, long lda, double beta,
        double* c, long ldc);

    [LibraryImport(Library)]
    internal static partial void cblas_zherk(
        CblasLayout layout, CblasUplo uplo, CblasTranspose trans, long n, long k, double alpha, Complex* a, long lda, double beta,
        Complex* c, long ldc);

    // B := alpha op(A) B, or alpha B op(A), for triangular A

    [LibraryImport(Library)]
    internal static partial void cblas_strmm(
        CblasLayout layout, CblasSide side, CblasUplo uplo, CblasTranspose transA, CblasDiag diag, long m, long n, float alpha,
        float* a, long lda, float* b, long ldb);

    [LibraryImport(Library)]
    internal static partial void cblas_dtrmm(
        CblasLayout layout, CblasSide side, CblasUplo uplo, CblasTranspose transA, CblasDiag diag, long m, long n, double alpha,
        double* a, long lda, double* b, long ldb);

    [LibraryImport(Library)]
    internal static partial void cblas_ztrmm(
        CblasLayout layout, CblasSide side, CblasUplo uplo, CblasTranspose transA, CblasDiag diag, long m, long n, Complex* alpha,
        Complex* a, long lda, Complex* b, long ldb);
}
