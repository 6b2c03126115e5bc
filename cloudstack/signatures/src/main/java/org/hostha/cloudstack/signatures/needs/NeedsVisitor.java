package org.hostha.cloudstack.signatures.needs;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hostha.cloudstack.signatures.needs.Needs.OurClass;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Finds in one class of ours whatever names a type of CloudStack. */
final class NeedsVisitor extends ClassVisitor {

    private final Needs needs;
    private final Set<String> cloudStackTypes = new LinkedHashSet<>();
    private final Set<String> methods = new LinkedHashSet<>();
    private String name;
    private String superName;
    private boolean isConcrete;
    private boolean isNeedy;

    NeedsVisitor(Needs needs) {
        super(Opcodes.ASM9);
        this.needs = needs;
    }

    private void note(boolean found) {
        isNeedy |= found;
    }

    @Override
    public void visit(int version, int access, String className, String signature, String parent, String[] interfaces) {
        name = className;
        superName = parent;
        isConcrete = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0;
        for (String supertype : interfaces) {
            supertype(supertype);
        }
        if (parent != null) {
            supertype(parent);
        }
    }

    private void supertype(String supertype) {
        if (needs.type(supertype)) {
            isNeedy = true;
            cloudStackTypes.add(supertype);
        }
    }

    @Override
    public void visitEnd() {
        needs.ourClass(name, new OurClass(superName == null ? "java/lang/Object" : superName, cloudStackTypes, methods,
                isConcrete));
        if (isNeedy) {
            needs.needed(name);
        }
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return new Annotated(descriptor);
    }

    @Override
    public FieldVisitor visitField(int access, String field, String descriptor, String signature, Object value) {
        note(needs.descriptor(descriptor));
        return new FieldVisitor(Opcodes.ASM9) {
            @Override
            public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                return new Annotated(annotation);
            }
        };
    }

    @Override
    public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] exceptions) {
        note(needs.descriptor(descriptor));
        if (exceptions != null) {
            List.of(exceptions).forEach(thrown -> note(needs.type(thrown)));
        }
        if ((access & (Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_PRIVATE)) == 0 && !method.startsWith("<")) {
            methods.add(Needs.line(method, descriptor));
        }
        return new Code();
    }

    private final class Annotated extends AnnotationVisitor {

        private final String annotation;

        /** @param annotation null for an annotation that isn't CloudStack's, or the elements of an array */
        Annotated(String annotation) {
            super(Opcodes.ASM9);
            this.annotation = annotation;
            if (annotation != null) {
                note(needs.annotation(annotation, null));
            }
        }

        private void member(String member) {
            if (annotation != null) {
                note(needs.annotation(annotation, member));
            }
        }

        @Override
        public void visit(String member, Object value) {
            member(member);
            if (value instanceof Type type) {
                note(needs.type(type));
            }
        }

        @Override
        public void visitEnum(String member, String descriptor, String constant) {
            member(member);
            note(needs.field(Type.getType(descriptor).getInternalName(), constant, descriptor, true));
        }

        @Override
        public AnnotationVisitor visitAnnotation(String member, String descriptor) {
            member(member);
            return new Annotated(descriptor);
        }

        @Override
        public AnnotationVisitor visitArray(String member) {
            member(member);
            return new Annotated(null);
        }
    }

    private final class Code extends MethodVisitor {

        Code() {
            super(Opcodes.ASM9);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return new Annotated(descriptor);
        }

        @Override
        public AnnotationVisitor visitParameterAnnotation(int parameter, String descriptor, boolean visible) {
            return new Annotated(descriptor);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            note(needs.type(Type.getObjectType(type)));
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            note(needs.descriptor(descriptor));
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
            note(type != null && needs.type(type));
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
            note(needs.field(owner, field, descriptor, opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC));
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String descriptor, boolean isInterface) {
            note(needs.method(owner, method, descriptor, opcode == Opcodes.INVOKESTATIC));
        }

        @Override
        public void visitInvokeDynamicInsn(String method, String descriptor, Handle bootstrap, Object... arguments) {
            note(needs.descriptor(descriptor));
            Type implemented = Type.getReturnType(descriptor);
            if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
                needs.lambda(name, implemented.getInternalName(), method, ((Type) arguments[0]).getDescriptor());
            }
            for (Object argument : arguments) {
                constant(argument);
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant(value);
        }

        private void constant(Object value) {
            if (value instanceof Type type) {
                note(needs.descriptor(type.getDescriptor()));
            } else if (value instanceof ConstantDynamic dynamic) {
                note(needs.descriptor(dynamic.getDescriptor()));
            } else if (value instanceof Handle handle) {
                boolean isStatic = handle.getTag() == Opcodes.H_INVOKESTATIC || handle.getTag() == Opcodes.H_GETSTATIC
                        || handle.getTag() == Opcodes.H_PUTSTATIC;
                if (handle.getTag() <= Opcodes.H_PUTSTATIC) {
                    note(needs.field(handle.getOwner(), handle.getName(), handle.getDesc(), isStatic));
                } else {
                    note(needs.method(handle.getOwner(), handle.getName(), handle.getDesc(), isStatic));
                }
            }
        }
    }
}
