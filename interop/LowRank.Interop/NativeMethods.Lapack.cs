using System.Numerics;
using System.Runtime.InteropServices;

namespace LowRank.Interop;

// Fortran LAPACK: everything by address, column-major; info comes back in the last pointer.
internal static unsafe partial class NativeMethods
{
    // QR factorisation

    [LibraryImport(Library)]
    internal static partial void sgeqrf_(long* m, long* n, float* a, long* lda, float* tau, float* work, long* lwork, long* info);

    [LibraryImport(Library)]
    internal static partial void dgeqrf_(long* m, long* n, double* a, long* lda, double* tau, double* work, long* lwork, long* info);

    [LibraryImport(Library)]
    internal static partial void zgeqrf_(long* m, long* n, Complex* a, long* lda, Complex* tau, Complex* work, long* lwork, long* info);

    // QR factorisation with column pivoting

    [LibraryImport(Library)]
    internal static partial void sgeqp3_(
        long* m, long* n, float* a, long* lda, long* jpvt, float* tau, float* work, long* lwork, long* info);

    [LibraryImport(Library)]
    internal static partial void dgeqp3_(
        long* m, long* n, double* a, long* lda, long* jpvt, double* tau, double* work, long* lwork, long* info);

    [LibraryImport(Library)]
    internal static partial void zgeqp3_(
        long* m, long* n, Complex* a, long* lda, long* jpvt, Complex* tau, Complex* work, long* lwork, double* rwork, long* info);

    // Q of a QR factorisation, formed

    [LibraryImport(Library)]
    internal static partial void sorgqr_(
        long* m, long* n, long* k, float* a, long* lda, float* tau, float* work, long* lwork, long* info);

    [LibraryImport(Library)]
    internal static partial void dorgqr_(
        long* m, long* n, long* k, double* a, long* lda, double* tau, double* work, long* lwork, long* info);

    [LibraryImport(Library)]
    internal static partial void zungqr_(
        long* m, long* n, long* k, Complex* a, long* lda, Complex* tau, Complex* work, long* lwork, long* info);

    // Q of a QR factorisation, applied

    [LibraryImport(Library)]
    internal static partial void sormqr_(
        byte* side, byte* trans, long* m, long* n, long* k, float* a, long* lda, float* tau, float* c, long* ldc, float* work,
        long* lwork, long* info, nuint sideLength, nuint transLength);

    [LibraryImport(Library)]
    internal static partial void dormqr_(
        byte* side, byte* trans, long* m, long* n, long* k, double* a, long* lda, double* tau, double* c, long* ldc, double* work,
        long* lwork, long* info, nuint sideLength, nuint transLength);

    [LibraryImport(Library)]
    internal static partial void zunmqr_(
        byte* side, byte* trans, long* m, long* n, long* k, Complex* a, long* lda, Complex* tau, Complex* c, long* ldc,
        Complex* work, long* lwork, long* info, nuint sideLength, nuint transLength);

    // Singular value decomposition by divide and conquer

    [LibraryImport(Library)]
    internal static partial void sgesdd_(
        byte* jobz, long* m, long* n, float* a, long* lda, float* s, float* u, long* ldu, float* vt, long* ldvt, float* work,
        long* lwork, long* iwork, long* info, nuint jobzLength);

    [LibraryImport(Library)]
    internal static partial void dgesdd_(
        byte* jobz, long* m, long* n, double* a, long* lda, double* s, double* u, long* ldu, double* vt, long* ldvt, double* work,
        long* lwork, long* iwork, long* info, nuint jobzLength);

    [LibraryImport(Library)]
    internal static partial void zgesdd_(
        byte* jobz, long* m, long* n, Complex* a, long* lda, double* s, Complex* u, long* ldu, Complex* vt, long* ldvt,
        Complex* work, long* lwork, double* rwork, long* iwork, long* info, nuint jobzLength);

    // Singular value decomposition by QR iteration

    [LibraryImport(Library)]
    internal static partial void sgesvd_(
        byte* jobu, byte* jobvt, long* m, long* n, float* a, long* lda, float* s, float* u, long* ldu, float* vt, long* ldvt,
        float* work, long* lwork, long* info, nuint jobuLength, nuint jobvtLength);

    [LibraryImport(Library)]
    internal static partial void dgesvd_(
        byte* jobu, byte* jobvt, long* m, long* n, double* a, long* lda, double* s, double* u, long* ldu, double* vt, long* ldvt,
        double* work, long* lwork, long* info, nuint jobuLength, nuint jobvtLength);

    [LibraryImport(Library)]
    internal static partial void zgesvd_(
        byte* jobu, byte* jobvt, long* m, long* n, Complex* a, long* lda, double* s, Complex* u, long* ldu, Complex* vt, long* ldvt,
        Complex* work, long* lwork, double* rwork, long* info, nuint jobuLength, nuint jobvtLength);

    // Cholesky factorisation

    [LibraryImport(Library)]
    internal static partial void spotrf_(byte* uplo, long* n, float* a, long* lda, long* info, nuint uploLength);

    [LibraryImport(Library)]
    internal static partial void dpotrf_(byte* uplo, long* n, double* a, long* lda, long* info, nuint uploLength);

    [LibraryImport(Library)]
    internal static partial void zpotrf_(byte* uplo, long* n, Complex* a, long* lda, long* info, nuint uploLength);

    // Eigenvalues and eigenvectors of a symmetric or Hermitian matrix by divide and conquer

    [LibraryImport(Library)]
    internal static partial void ssyevd_(
        byte* jobz, byte* uplo, long* n, float* a, long* lda, float* w, float* work, long* lwork, long* iwork, long* liwork,
        long* info, nuint jobzLength, nuint uploLength);

    [LibraryImport(Library)]
    internal static partial void dsyevd_(
        byte* jobz, byte* uplo, long* n, double* a, long* lda, double* w, double* work, long* lwork, long* iwork, long* liwork,
        long* info, nuint jobzLength, nuint uploLength);

    [LibraryImport(Library)]
    internal static partial void zheevd_(
        byte* jobz, byte* uplo, long* n, Complex* a, long* lda, double* w, Complex* work, long* lwork, double* rwork, long* lrwork,
        long* iwork, long* liwork, long* info, nuint jobzLength, nuint uploLength);

    // LU factorisation with partial pivoting, and what it solves

    [LibraryImport(Library)]
    internal static partial void sgetrf_(long* m, long* n, float* a, long* lda, long* ipiv, long* info);

    [LibraryImport(Library)]
    internal static partial void dgetrf_(long* m, long* n, double* a, long* lda, long* ipiv, long* info);

    [LibraryImport(Library)]
    internal static partial void zgetrf_(long* m, long* n, Complex* a, long* lda, long* ipiv, long* info);

    [LibraryImport(Library)]
    internal static partial void sgetrs_(
        byte* trans, long* n, long* nrhs, float* a, long* lda, long* ipiv, float* b, long* ldb, long* info, nuint transLength);

    [LibraryImport(Library)]
    internal static partial void dgetrs_(
        byte* trans, long* n, long* nrhs, double* a, long* lda, long* ipiv, double* b, long* ldb, long* info, nuint transLength);

    [LibraryImport(Library)]
    internal static partial void zgetrs_(
        byte* trans, long* n, long* nrhs, Complex* a, long* lda, long* ipiv, Complex* b, long* ldb, long* info, nuint transLength);

    [LibraryImport(Library)]
    internal static partial void sgetri_(long* n, float* a, long* lda, long* ipiv, float* work, long* lwork, long* info);

    [LibraryImport(Library)]
    internal static partial void dgetri_(long* n, double* a, long* lda, long* ipiv, double* work, long* lwork, long* info);

    [LibraryImport(Library)]
    internal static partial void zgetri_(long* n, Complex* a, long* lda, long* ipiv, Complex* work, long* lwork, long* info);

    // Solutions from a Cholesky factorisation

    [LibraryImport(Library)]
    internal static partial void spotrs_(
        byte* uplo, long* n, long* nrhs, float* a, long* lda, float* b, long* ldb, long* info, nuint uploLength);

    [LibraryImport(Library)]
    internal static partial void dpotrs_(
        byte* uplo, long* n, long* nrhs, double* a, long* lda, double* b, long* ldb, long* info, nuint uploLength);

    [LibraryImport(Library)]
    internal static partial void zpotrs_(
        byte* uplo, long* n, long* nrhs, Complex* a, long* lda, Complex* b, long* ldb, long* info, nuint uploLength);

    // Reciprocal condition number of a triangular matrix

    [LibraryImport(Library)]
    internal static partial void strcon_(
        byte* norm, byte* uplo, byte* diag, long* n, float* a, long* lda, float* rcond, float* work, long* iwork, long* info,
        nuint normLength, nuint uploLength, nuint diagLength);

    [LibraryImport(Library)]
    internal static partial void dtrcon_(
        byte* norm, byte* uplo, byte* diag, long* n, double* a, long* lda, double* rcond, double* work, long* iwork, long* info,
        nuint normLength, nuint uploLength, nuint diagLength);

    [LibraryImport(Library)]
    internal static partial void ztrcon_(
        byte* norm, byte* uplo, byte* diag, long* n, Complex* a, long* lda, double* rcond, Complex* work, double* rwork, long* info,
        nuint normLength, nuint uploLength, nuint diagLength);

    // Eigenvalues and eigenvectors of a general matrix

    [LibraryImport(Library)]
    internal static partial void sgeev_(
        byte* jobvl, byte* jobvr, long* n, float* a, long* lda, float* wr, float* wi, float* vl, long* ldvl, float* vr, long* ldvr,
        float* work, long* lwork, long* info, nuint jobvlLength, nuint jobvrLength);

    [LibraryImport(Library)]
    internal static partial void dgeev_(
        byte* jobvl, byte* jobvr, long* n, double* a, long* lda, double* wr, double* wi, double* vl, long* ldvl, double* vr, long* ldvr,
        double* work, long* lwork, long* info, nuint jobvlLength, nuint jobvrLength);

    [LibraryImport(Library)]
    internal static partial void zgeev_(
        byte* jobvl, byte* jobvr, long* n, Complex* a, long* lda, Complex* w, Complex* vl, long* ldvl, Complex* vr, long* ldvr,
        Complex* work, long* lwork, double* rwork, long* info, nuint jobvlLength, nuint jobvrLength);
}
